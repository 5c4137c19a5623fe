// report/html/filters.js: which items are shown, and in which order. Knows the items, not the page.

const filters = { words: [], severities: [true, true, true], rule: 0, kind: 0, file: 0, state: "new" };
const sorting = { key: "line", down: false };

function noteFits(note) {
    if (!filters.severities[note[SEVERITY] || 0] || (filters.rule && note[RULE] !== filters.rule))
        return false;
    return filters.state === "all" || (filters.state === "new") === !note[STATE];
}

function itemFits(i) {
    const item = items[i];
    if ((filters.kind && item[KIND] !== filters.kind) || (filters.file && item[FILE] !== filters.file))
        return false;
    return filters.words.every((word) => haystacks[i].includes(word));
}

// { shown: numbers of items, in order; notes: how many of theirs fit }
function applyFilters() {
    if (filters.words.length > 0)
        prepareSearch(true);
    const shown = [];
    let notes = 0;
    for (let i = 0; i < items.length; i++) {
        let fit = 0;
        for (const note of items[i][NOTES])
            if (noteFits(note))
                fit++;
        if (fit > 0 && itemFits(i)) {
            shown.push(i);
            notes += fit;
        }
    }
    sortItems(shown);
    return { shown, notes };
}

const fitting = (i) => items[i][NOTES].filter(noteFits);

// Sorting by text: once for every text, its rank; Chinese by its sound.
const ranks = {};
function ranksOf(place) {
    if (ranks[place] && ranks[place].of === items.length)
        return ranks[place].list;
    const collator = new Intl.Collator(language, { numeric: true });
    const texts = items.map((item) => (isText(item[place]) ? item[place] : ""));
    const order = Array.from(new Set(texts)).sort(collator.compare);
    const rank = new Map(order.map((text, i) => [text, i]));
    ranks[place] = { of: items.length, list: texts.map((text) => rank.get(text)) };
    return ranks[place].list;
}

const sortKeys = {
    line: (i) => i,
    code: (i) => ranksOf(LOCAL_CODE)[i],
    name: (i) => ranksOf(LOCAL_NAME)[i],
    severity: (i) => -Math.max(...fitting(i).map((note) => note[SEVERITY] || 0)),
    finding: (i) => Math.min(...fitting(i).map((note) => note[RULE])),
    money: (i) => -fitting(i).reduce((sum, note) => sum + (note[MONEY] || 0), 0),
    score: (i) => -Math.max(...fitting(i).map((note) => note[SCORE] || 0)),
};

// Items with equal keys stay in the order of the report.
function sortItems(shown) {
    if (sorting.key === "line") {
        if (sorting.down)
            shown.reverse();
        return;
    }
    const key = sortKeys[sorting.key], keys = new Map(shown.map((i) => [i, key(i)])), sign = sorting.down ? -1 : 1;
    shown.sort((a, b) => sign * (keys.get(a) - keys.get(b)) || a - b);
}

// How many notes there are of each rule and severity, among those that the choice of accepted ones leaves.
function countNotes() {
    const counts = { rules: new Array(names.rules.length + 1).fill(0), severities: [0, 0, 0], fresh: 0, accepted: 0, money: false, score: false };
    for (const item of items)
        for (const note of item[NOTES]) {
            if (note[STATE])
                counts.accepted++;
            else
                counts.fresh++;
            counts.money = counts.money || Boolean(note[MONEY]);
            counts.score = counts.score || Boolean(note[SCORE]);
            if (filters.state === "all" || (filters.state === "new") === !note[STATE]) {
                counts.rules[note[RULE]]++;
                counts.severities[note[SEVERITY] || 0]++;
            }
        }
    return counts;
}
