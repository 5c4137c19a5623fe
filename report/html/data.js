// report/html/data.js: what report/note_html_item.c wrote, read chunk by chunk. Must never build HTML from text.

// Places in an item's array, and in a note's.
const FILE = 0, LINE = 1, SHEET = 2, KIND = 3, CATALOG = 4, LOCAL_CODE = 5, LOCAL_NAME = 6, CATALOG_CODE = 7, CATALOG_NAME = 8, WHOLE = 9,
    VALUES = 10, NOTES = 11;
const RULE = 0, SEVERITY = 1, STATE = 2, FIELD = 3, LOCAL = 4, EXPECTED = 5, MESSAGE = 6, FINGERPRINT = 7, FIX_FIELD = 8, FIX_VALUE = 9,
    FIX_SAFE = 10, SCORE = 11, MONEY = 12, REASON = 13, OWNER = 14, UNTIL = 15;
const SEVERITIES = ["info", "warning", "error"];

const names = JSON.parse(document.getElementById("names").textContent);
const words = names.words;
const language = document.documentElement.lang;

// A text of ours with its {0}, {1} … filled in.
const say = (text, ...values) => text.replace(/\{(\d)\}/g, (all, i) => String(values[i]));
const number = (n) => n.toLocaleString("en-US");
const money = (n) => n.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const isText = (value) => typeof value === "string";

const ruleOf = (note) => {
    const [id, slug, title, todo, help] = names.rules[note[RULE] - 1];
    return { id, slug, title, todo, help };
};
const nameOf = (list, i) => (i ? names[list][i - 1][0] : "");
const labelOf = (list, i) => (i ? names[list][i - 1][1] || names[list][i - 1][0] : "");

// The values side by side: { field, differs, local, catalog }, a side that is silent is null.
function valuesOf(item) {
    const values = [], flat = item[VALUES];
    for (let i = 0; i < flat.length; i += 3) {
        const local = isText(flat[i + 1]) ? flat[i + 1] : null;
        const catalog = flat[i + 2] === 1 ? local : isText(flat[i + 2]) ? flat[i + 2] : null;
        values.push({ field: Math.abs(flat[i]), differs: flat[i] < 0, local, catalog });
    }
    return values;
}

// What a note compares: the two texts, null where there is none.
function sidesOf(item, note) {
    const value = note[FIELD] ? valuesOf(item).find((v) => v.field === note[FIELD]) : null;
    const side = (text, own) => (isText(text) ? text : text === 1 && value ? own : null);
    return { local: side(note[LOCAL], value && value.local), catalog: side(note[EXPECTED], value && value.catalog) };
}

const fold = (text) => text.normalize("NFKC").toLowerCase();

// Everything of an item that a search looks at, folded.
function haystackOf(item) {
    const parts = [item[LOCAL_CODE], item[LOCAL_NAME], item[CATALOG_CODE], item[CATALOG_NAME], nameOf("files", item[FILE]), ...item[VALUES]];
    for (const note of item[NOTES]) {
        const rule = names.rules[note[RULE] - 1];
        parts.push(rule[0], rule[1], rule[2], note[LOCAL], note[EXPECTED], note[MESSAGE], note[FINGERPRINT], note[FIX_VALUE], note[REASON], note[OWNER]);
    }
    return fold(parts.filter(isText).join("\n"));
}

const items = []; // every item, in the order of the report
const haystacks = [];

// Reads the chunks: the first one at once, so that the page shows rows, the others in slices that leave the browser awake; then `ready` is called.
function readItems(first, ready) {
    const chunks = Array.from(document.querySelectorAll("script.items"));
    const read = (chunk) => {
        for (const item of JSON.parse(chunk.textContent))
            items.push(item);
        chunk.remove(); // its text is not needed any more
    };
    if (chunks.length > 0)
        read(chunks.shift());
    first(chunks.length > 0);
    const slice = () => {
        const until = performance.now() + 25;
        while (chunks.length > 0 && performance.now() < until)
            read(chunks.shift());
        if (chunks.length > 0)
            setTimeout(slice, 0);
        else
            ready();
    };
    setTimeout(slice, 0);
}

// Prepares the search while nobody waits; a search that comes sooner prepares the rest itself.
function prepareSearch(all) {
    const until = all ? Infinity : performance.now() + 20;
    while (haystacks.length < items.length && performance.now() < until)
        haystacks.push(haystackOf(items[haystacks.length]));
    if (haystacks.length < items.length)
        setTimeout(prepareSearch, 4);
}
