// report/html/main.js: the page's controls: filters, headings that sort, pages, keys, theme, printing.

const $ = (id) => document.getElementById(id);
const PRINTED = 2000; // rows that a printed list has at most
let result = { shown: [], notes: 0 }, page = 0, counts = countNotes(), reading = true;

const pageSize = () => Number($("size").value);
const pageCount = () => Math.max(1, Math.ceil(result.shown.length / pageSize()));
const shownColumns = () => columns.filter((c) => (c !== "money" || counts.money) && (c !== "score" || counts.score));

function drawHeads() {
    $("heads").replaceChildren(...shownColumns().map((column) => {
        const active = sorting.key === column;
        const th = element("th", { role: "columnheader", scope: "col", class: "c-" + column,
            "aria-sort": active ? (sorting.down ? "descending" : "ascending") : sortable.has(column) ? "none" : null });
        th.append(sortable.has(column) ? element("button", { type: "button", "data-sort": column }, heading(column)) : heading(column));
        return th;
    }));
}

function drawRows(from, to) {
    const bodies = document.createDocumentFragment();
    for (const i of result.shown.slice(from, to))
        bodies.append(itemBody(i, counts));
    for (const old of Array.from($("list").tBodies))
        old.remove();
    $("list").append(bodies);
}

function draw() {
    page = Math.min(page, pageCount() - 1);
    drawRows(page * pageSize(), (page + 1) * pageSize());
    drawCounts();
}

function drawCounts() {
    $("page").textContent = say(words.page, number(page + 1), number(pageCount()));
    for (const button of document.querySelectorAll("[data-go]")) {
        const back = button.dataset.go === "first" || button.dataset.go === "back";
        button.setAttribute("aria-disabled", String(back ? page === 0 : page >= pageCount() - 1)); // not `disabled`: the focus would be lost
    }
    $("none").hidden = result.shown.length > 0;
    $("scroll").hidden = result.shown.length === 0;
    if (!reading && items.length === 0)
        $("none").textContent = words.nothing;
    const count = say(words.count, number(result.shown.length), number(items.length), number(result.notes));
    const text = reading ? say(words.reading, number(items.length)) : count;
    if ($("count").textContent !== text)
        $("count").textContent = text;
}

function refilter() {
    result = applyFilters();
    page = 0;
    draw();
}

// --- the choices

function fillSelect(id, first, choices, value) {
    $(id).replaceChildren(...first.map(([v, text]) => new Option(text, v)), ...choices.map(([v, text]) => new Option(text, v)));
    $(id).value = String(value);
}

function drawChoices() {
    counts = countNotes();
    const ruleCount = counts.rules.reduce((a, b) => a + b, 0);
    const rules = names.rules.map((rule, i) => [i + 1, plain((numbered ? rule[0] + " " : "") + rule[2] + " (" + number(counts.rules[i + 1]) + ")")])
        .filter(([i]) => counts.rules[i] > 0 || i === filters.rule);
    fillSelect("rule", [[0, say(words.all_rules, number(ruleCount))]], rules, filters.rule);
    fillSelect("kind", [[0, words.all_kinds]], names.kinds.map((kind, i) => [i + 1, plain(kind[1] || kind[0])]), filters.kind);
    fillSelect("file", [[0, words.all_files]], names.files.map((file, i) => [i + 1, plain(file[0])]), filters.file);
    fillSelect("state", [["new", say(words.state_new, number(counts.fresh))], ["accepted", say(words.state_accepted, number(counts.accepted))],
        ["all", words.state_all]], [], filters.state);
    $("kind-box").hidden = names.kinds.length < 2;
    $("file-box").hidden = names.files.length < 2;
    $("state-box").hidden = counts.accepted === 0;
    for (const b of document.querySelectorAll("#severities b"))
        b.textContent = number(counts.severities[Number(b.dataset.severity)]);
}

function drawSeverities() {
    $("severities").replaceChildren(...[2, 1, 0].map((severity) => element("label", { class: "check " + SEVERITIES[severity] },
        element("input", { type: "checkbox", checked: true, "data-severity": severity }), severityBadge(severity),
        element("b", { "data-severity": severity }))));
}

function readChoices() {
    filters.rule = Number($("rule").value);
    filters.kind = Number($("kind").value);
    filters.file = Number($("file").value);
    const state = $("state").value;
    const changed = state !== filters.state;
    filters.state = state;
    for (const box of document.querySelectorAll("#severities input"))
        filters.severities[Number(box.dataset.severity)] = box.checked;
    filters.words = fold($("find").value).split(/\s+/).filter(Boolean);
    if (changed)
        drawChoices();
    refilter();
}

// --- rows

function toggleDetails(button) {
    const body = button.closest("tbody"), open = button.getAttribute("aria-expanded") === "true";
    if (open)
        body.querySelector("tr.more").remove();
    else
        body.append(detailsRow(Number(button.dataset.item), shownColumns().length));
    button.setAttribute("aria-expanded", String(!open));
}

function goTo(target) {
    page = Math.max(0, Math.min(target, pageCount() - 1));
    draw();
}
const toggles = () => Array.from(document.querySelectorAll("#list .toggle"));

// Up and down go from item to item, and over the page's end to the next page.
function rowKey(event) {
    const button = event.target.closest(".toggle"), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!button || !(step || event.key === "Home" || event.key === "End"))
        return;
    let all = toggles(), at = all.indexOf(button) + (step || 0);
    if (!step)
        at = event.key === "Home" ? 0 : all.length - 1;
    else if (at < 0 && page > 0) {
        goTo(page - 1);
        all = toggles();
        at = all.length - 1;
    } else if (at >= all.length && page < pageCount() - 1) {
        goTo(page + 1);
        all = toggles();
        at = 0;
    }
    if (all[at])
        all[at].focus();
    event.preventDefault();
}

function sortBy(column) {
    sorting.down = sorting.key === column && !sorting.down;
    sorting.key = column;
    drawHeads();
    refilter();
    document.querySelector("[data-sort=" + column + "]").focus();
}

// --- the theme: as the system, unless chosen; the choice is kept where the browser allows it

function setTheme(theme) {
    if (theme === "light" || theme === "dark")
        document.documentElement.dataset.theme = theme;
    else
        delete document.documentElement.dataset.theme;
}
function storage(action) {
    try {
        return action(window.localStorage);
    } catch (refused) {
        return null;
    }
}
function startTheme() {
    const kept = storage((s) => s.getItem("duima-theme")), box = $("theme");
    box.hidden = false;
    if (kept === "light" || kept === "dark")
        box.querySelector("[value=" + kept + "]").checked = true;
    setTheme(kept);
    box.addEventListener("change", (event) => {
        setTheme(event.target.value);
        storage((s) => s.setItem("duima-theme", event.target.value));
    });
}

// --- printing: what the filters leave, not one page of it

function beforePrint() {
    drawRows(0, PRINTED);
    $("printed").textContent = result.shown.length > PRINTED ? say(words.printed, number(PRINTED), number(result.shown.length)) : "";
}

function listen() {
    $("filters").addEventListener("submit", (event) => event.preventDefault());
    $("filters").addEventListener("change", readChoices);
    let wait = 0;
    $("find").addEventListener("input", () => {
        clearTimeout(wait);
        wait = setTimeout(readChoices, 120);
    });
    $("filters").addEventListener("reset", () => setTimeout(readChoices, 0));
    $("size").addEventListener("change", () => goTo(0));
    $("bar-line").addEventListener("click", (event) => {
        const go = event.target.dataset.go;
        if (go)
            goTo({ first: 0, back: page - 1, next: page + 1, last: pageCount() - 1 }[go]);
    });
    $("list").addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button && button.dataset.sort)
            sortBy(button.dataset.sort);
        else if (button)
            toggleDetails(button);
    });
    $("list").addEventListener("keydown", rowKey);
    for (const link of document.querySelectorAll("a[data-rule]"))
        link.addEventListener("click", () => {
            filters.rule = Number(link.dataset.rule);
            drawChoices();
            refilter();
        });
    window.addEventListener("beforeprint", beforePrint);
    window.addEventListener("afterprint", draw);
}

// The first rows are on the page: what has come since changes counts, and rows only where others belong there now.
function drawRest() {
    const before = [shownColumns().join(), ...result.shown.slice(page * pageSize(), (page + 1) * pageSize())].join();
    reading = false;
    drawChoices();
    result = applyFilters();
    if (before === [shownColumns().join(), ...result.shown.slice(page * pageSize(), (page + 1) * pageSize())].join())
        drawCounts();
    else {
        drawHeads();
        draw();
    }
    if (items.length === 0)
        $("filters").hidden = $("bar-line").hidden = true;
    document.documentElement.dataset.ready = "yes";
    prepareSearch(false);
}

startTheme();
drawSeverities();
readItems((more) => {
    $("wait").remove(); // where the script is off, or too new for the browser, it stays
    reading = more;
    drawChoices();
    drawHeads();
    for (const id of ["filters", "bar-line", "scroll"])
        $(id).hidden = false;
    listen();
    refilter();
}, drawRest);
