// report/html/rows.js: items as rows of the table. Everything is built of elements and text, never of HTML.

function element(name, properties, ...children) {
    const e = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
        if (value === null || value === undefined || value === false)
            continue;
        e.setAttribute(key, value === true ? "" : value);
    }
    e.append(...children.filter((child) => child !== null && child !== undefined));
    return e;
}

// Controls and characters without a shape, which may change the direction of others, are shown by their number: those of report/note_html_text.c.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;
const codePoint = (c) => "U+" + c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
const plain = (text) => text.replace(new RegExp(HIDDEN, "gu"), (c) => "[" + codePoint(c) + "]");

function appendText(parent, text) {
    let rest = text;
    for (let found; (found = HIDDEN.exec(rest)); rest = rest.slice(found.index + found[0].length))
        parent.append(rest.slice(0, found.index), element("span", { class: "ctl" }, codePoint(found[0])));
    if (rest)
        parent.append(rest);
    return parent;
}
const strange = (text, properties) => appendText(element("bdi", properties), text);

const valueClass = (text) => (LONG_CODE.test(text) ? "value code" : "value");

// A text whose differing pieces are marked.
function marked(pieces, side) {
    const e = element("bdi", { class: valueClass(pieces.map((piece) => piece[0]).join("")) });
    for (const [text, differs] of pieces)
        appendText(differs ? e.appendChild(element("mark", { class: side })) : e, text);
    return e;
}
const silent = () => element("span", { class: "silent", "aria-label": words.silent }, "—");
function sides(local, catalog) {
    if (local === null || catalog === null)
        return [local === null ? silent() : strange(local, { class: valueClass(local) }), catalog === null ? silent() : strange(catalog, { class: valueClass(catalog) })];
    const [a, b] = differences(local, catalog);
    return [marked(a, "here"), marked(b, "there")];
}

const columns = ["line", "code", "name", "severity", "finding", "field", "local", "catalog", "money", "score"];
const sortable = new Set(["line", "code", "name", "severity", "finding", "money", "score"]);
// Of a coming version, a finding compares two versions of the catalog.
const heading = (column) => (names.verb === "impact" && column === "local" ? words.now : names.verb === "impact" && column === "catalog" ? words.coming : words[column]);
const cell = (column, ...children) => element("td", { role: "cell", class: "c-" + column, "data-label": heading(column) }, ...children);

function severityBadge(severity) {
    const word = SEVERITIES[severity || 0];
    return element("span", { class: "sev " + word }, words[word]);
}

// Why and by whom a note is accepted.
function acceptance(note) {
    if (!note[STATE])
        return null;
    const parts = [note[STATE] === 1 ? words.known : words.suppressed];
    if (note[OWNER])
        parts.push(say(words.by, plain(note[OWNER])));
    if (note[UNTIL])
        parts.push(say(words.until, note[UNTIL]));
    const p = element("p", { class: "accepted-why" }, element("span", { class: "chip" }, parts.join(" · ")));
    if (note[REASON])
        p.append(" ", strange(note[REASON]));
    return p;
}

function fixOf(note) {
    if (!isText(note[FIX_VALUE]))
        return null;
    const p = element("p", { class: "fix" }, element("span", { class: "tag" }, words.fix), labelOf("fields", note[FIX_FIELD]), " → ",
        strange(note[FIX_VALUE], { class: "code" }));
    if (note[FIX_SAFE])
        p.append(" ", element("span", { class: "chip safe" }, words.fix_safe));
    return p;
}

// The rules of check have numbers that people know; of the other verbs the title says it.
const numbered = names.verb === "check";
const ruleTag = (rule) => (numbered ? element("code", { class: "rule", title: rule.title }, rule.id) : element("span", { class: "rule" }, rule.title));

function findingCell(note) {
    const rule = ruleOf(note);
    const message = element("p", { class: "message" }, ruleTag(rule)), text = note[MESSAGE] || rule.title;
    if (numbered || text !== rule.title)
        message.append(" ", strange(text));
    const td = cell("finding", message);
    if (rule.todo)
        td.append(element("p", { class: "todo" }, rule.todo));
    td.append(...[fixOf(note), acceptance(note)].filter(Boolean));
    return td;
}

function noteCells(item, note, extra) {
    const side = sidesOf(item, note);
    const [local, catalog] = side.local === null && side.catalog === null ? ["", ""] : sides(side.local, side.catalog);
    const cells = [cell("severity", severityBadge(note[SEVERITY])), findingCell(note), cell("field", labelOf("fields", note[FIELD])),
        cell("local", local), cell("catalog", catalog)];
    if (extra.money)
        cells.push(cell("money", note[MONEY] ? money(note[MONEY]) : ""));
    if (extra.score)
        cells.push(cell("score", note[SCORE] ? (note[SCORE] / 1000).toFixed(3) : ""));
    return cells;
}

function placeOf(item) {
    const place = element("span", { class: "place" });
    if (item[WHOLE])
        place.append(words.whole_table);
    else
        place.append(item[LINE] ? number(item[LINE]) : words.no_table);
    return place;
}

// line, code, name: once an item, over all rows of its notes
function itemCells(i, rows) {
    const item = items[i];
    const title = isText(item[LOCAL_NAME]) && item[LOCAL_NAME] ? item[LOCAL_NAME] : isText(item[CATALOG_NAME]) ? item[CATALOG_NAME] : "";
    const code = isText(item[LOCAL_CODE]) ? item[LOCAL_CODE] : "";
    const toggle = element("button", { type: "button", class: "toggle", "data-item": i, "aria-expanded": "false",
        "aria-label": say(words.details, plain(code || title || String(item[LINE]))) }, placeOf(item));
    const line = element("td", { role: "cell", class: "c-line", rowspan: rows, "data-label": words.line }, toggle);
    if (names.files.length > 1 && item[FILE]) {
        const file = nameOf("files", item[FILE]);
        line.append(strange(file.replace(/^.*[/\\](?=.)/, ""), { class: "path", title: plain(file) }));
    }
    if (item[SHEET])
        line.append(strange(nameOf("sheets", item[SHEET]), { class: "path" }));
    const catalogCode = isText(item[CATALOG_CODE]) ? item[CATALOG_CODE] : "", named = title || catalogCode; // what heads the rows, where the item has it
    const name = element(named ? "th" : "td", { role: named ? "rowheader" : "cell", scope: named ? "rowgroup" : null, class: "c-name", rowspan: rows,
        "data-label": words.name });
    if (title)
        name.append(strange(title));
    if (catalogCode)
        name.append(strange(catalogCode, { class: "code under" }));
    return [line, element("td", { role: "cell", class: "c-code", rowspan: rows, "data-label": words.code }, strange(code, { class: "code" })), name];
}

function itemBody(i, extra) {
    const body = element("tbody", { role: "rowgroup", "data-item": i });
    const notes = fitting(i);
    notes.forEach((note, n) => {
        const row = element("tr", { role: "row", class: "n " + SEVERITIES[note[SEVERITY] || 0] });
        if (n === 0)
            row.append(...itemCells(i, notes.length));
        row.append(...noteCells(items[i], note, extra));
        body.append(row);
    });
    return body;
}

// All values of an item, side by side, and what else is known of it.
function detailsRow(i, width) {
    const item = items[i], box = element("div", { class: "more-box" });
    const about = [labelOf("kinds", item[KIND]), nameOf("catalogs", item[CATALOG])].filter(Boolean).map(plain).join(" · ");
    const entry = element("p", { class: "entry" }, element("span", { class: "tag" }, words.catalog_entry));
    if (isText(item[CATALOG_CODE]))
        entry.append(strange(item[CATALOG_CODE], { class: "code" }), " ");
    if (isText(item[CATALOG_NAME]))
        entry.append(strange(item[CATALOG_NAME]), " ");
    entry.append(element("span", { class: "quiet" }, about));
    box.append(entry);
    const values = valuesOf(item);
    if (values.length > 0) {
        const head = element("tr", null, ...["field", "local", "catalog"].map((c) => element("th", { scope: "col" }, words[c])));
        const body = element("tbody", null, ...values.map((v) => {
            const [local, catalog] = sides(v.local, v.catalog);
            const label = element("th", { scope: "row" }, labelOf("fields", v.field));
            if (v.differs)
                label.append(element("span", { class: "unseen" }, " (" + words.differs + ")"));
            return element("tr", { class: v.differs ? "differs" : null }, label, element("td", null, local), element("td", null, catalog));
        }));
        box.append(element("table", { class: "values" }, element("thead", null, head), body));
    }
    box.append(whyList(i));
    return element("tr", { role: "row", class: "more" }, element("td", { role: "cell", colspan: width }, box));
}

function whyList(i) {
    const list = element("div", { class: "why" }), seen = new Set();
    const hidden = items[i][NOTES].length - fitting(i).length;
    for (const note of fitting(i)) {
        const rule = ruleOf(note);
        if (!seen.has(rule.id) && rule.help) {
            list.append(element("p", { class: "why-title" }, ruleTag(rule), numbered ? " " + rule.title : ""));
            for (const paragraph of rule.help.split(/\n\n+/))
                list.append(element("p", null, paragraph));
        }
        seen.add(rule.id);
        list.append(element("p", { class: "quiet" }, words.fingerprint + " ", element("code", null, note[FINGERPRINT])));
    }
    if (hidden > 0)
        list.append(element("p", { class: "quiet" }, say(words.not_shown, hidden)));
    return list;
}
