// tests/report/html-browser.js PAGES PICTURES: uses the reports in PAGES as a reader does, with mouse and keys, in Chromium. TAP on standard output;
// times are told, never asserted.
"use strict";
const fs = require("fs"), path = require("path");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [, , pages, pictures] = process.argv;
const PATIENCE = 120000; // a busy machine is not a fault

let number = 0, failed = 0;
function ok(good, name, ...why) {
    number++;
    failed += good ? 0 : 1;
    console.log((good ? "ok " : "not ok ") + number + " - " + name);
    if (!good)
        for (const line of why)
            console.log("# " + (typeof line === "string" ? line : JSON.stringify(line)));
}
const is = (got, wanted, name) => ok(JSON.stringify(got) === JSON.stringify(wanted), name, "got", got, "not", wanted);

let browser;
const complaints = []; // of the console, of scripts, and requests to anywhere else
async function open(name, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, ...options });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.on("console", (message) => complaints.push(name + ": " + message.type() + " " + message.text()));
    page.on("pageerror", (error) => complaints.push(name + ": " + error.message));
    page.on("dialog", (dialog) => { complaints.push(name + ": dialog"); dialog.dismiss(); });
    page.on("request", (request) => { if (request.url() !== page.target) complaints.push(name + ": asks for " + request.url()); });
    page.target = "file://" + encodeURI(path.join(pages, name + ".html"));
    await page.goto(page.target, { timeout: PATIENCE });
    if (options.javaScriptEnabled !== false)
        await page.waitForSelector("html[data-ready]", { state: "attached" });
    return page;
}
const close = (page) => page.context().close();

// The items as the file has them, read without the page's script.
function itemsOf(name) {
    const text = fs.readFileSync(path.join(pages, name + ".html"), "utf8");
    return [...text.matchAll(/<script type="application\/json" class="items">(.*?)<\/script>/gs)].flatMap((m) => JSON.parse(m[1]));
}
const fresh = (item) => item[11].filter((note) => !note[2]);

const shownCodes = (page) => page.$$eval("#list tbody .c-code", (cells) => cells.map((c) => c.textContent));
const count = async (page) => (await page.textContent("#count")).match(/[\d,]+/g).map((n) => Number(n.replace(/,/g, "")));
const waitCount = (page, n) => page.waitForFunction((n) => (document.getElementById("count").textContent.match(/[\d,]+/) || [""])[0].replace(/,/g, "") === String(n), n);

async function accessible(page, name) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
    ok(found.violations.length === 0, name + ": axe-core finds nothing", ...found.violations.map((v) => v.id + ": " + v.help + " " +
        v.nodes.slice(0, 3).map((n) => n.html.slice(0, 150) + " " + n.failureSummary).join(" | ")));
}

async function filtering() {
    const page = await open("zh"), items = itemsOf("zh");
    is(await page.getAttribute("html", "lang"), "zh-CN", "the page is Chinese");
    const open_items = items.filter((item) => fresh(item).length > 0), notes = open_items.flatMap(fresh);
    is(await count(page), [open_items.length, items.length, notes.length], "what is not accepted is shown");
    is((await shownCodes(page)).length, 50, "a page of it");
    await page.click("#severities label.warning");
    await page.click("#severities label.info");
    const errors = open_items.filter((item) => fresh(item).some((note) => note[1] === 2));
    await waitCount(page, errors.length);
    ok(await page.$$eval("#list .sev", (all) => all.every((e) => e.classList.contains("error"))), "only errors");
    const rule = notes.find((note) => note[1] === 2)[0];
    await page.selectOption("#rule", String(rule));
    const ruled = errors.filter((item) => fresh(item).some((note) => note[0] === rule));
    await waitCount(page, ruled.length);
    ok(true, "only one rule");
    await page.selectOption("#file", "2");
    await waitCount(page, ruled.filter((item) => item[0] === 2).length);
    ok(true, "only one table");
    await page.click("#filters [type=reset]");
    await waitCount(page, open_items.length);
    ok(true, "and all again");
    await page.selectOption("#state", "accepted");
    await waitCount(page, items.filter((item) => item[11].some((note) => note[2])).length);
    ok((await page.textContent("#list tbody .accepted-why")).includes("李药师"), "what is accepted says by whom");
    await page.selectOption("#state", "all");
    await waitCount(page, items.length);
    await page.click("#filters [type=reset]");
    await page.fill("#find", "y000010");
    await waitCount(page, 1);
    is(await shownCodes(page), ["Y000010"], "a search by code, whatever the case");
    await page.fill("#find", "同仁堂 限价");
    await waitCount(page, open_items.filter((item) => JSON.stringify(item).includes("同仁堂") && JSON.stringify(item).includes("限价")).length);
    ok(true, "a search for two words");
    await page.fill("#find", "没有这样的东西");
    await waitCount(page, 0);
    ok(await page.isVisible("#none") && !(await page.isVisible("#list")), "nothing fits, and it is said");
    await page.fill("#find", "");
    await waitCount(page, open_items.length);
    await page.click(".bars a[data-rule='" + rule + "']");
    await waitCount(page, open_items.filter((item) => fresh(item).some((note) => note[0] === rule)).length);
    is(await page.inputValue("#rule"), String(rule), "a bar of the chart filters by its rule");
    await close(page);
}

async function sorting() {
    const page = await open("zh"), items = itemsOf("zh").filter((item) => fresh(item).length > 0);
    const inOrder = (compare) => items.map((item, i) => [item, i]).sort((a, b) => compare(a[0], b[0]) || a[1] - b[1]).slice(0, 50).map(([item]) => item[5]);
    const worst = (item) => Math.max(...fresh(item).map((note) => note[1] || 0));
    const byName = new Intl.Collator("zh-CN", { numeric: true });
    const sorted = (column) => page.getAttribute(".list thead .c-" + column, "aria-sort");
    is(await sorted("line"), "ascending", "first by line");
    await page.click("[data-sort=severity]");
    is(await shownCodes(page), inOrder((a, b) => worst(b) - worst(a)), "by severity, errors first");
    is([await sorted("severity"), await sorted("line")], ["ascending", "none"], "the heading says so");
    await page.click("[data-sort=severity]");
    is(await shownCodes(page), inOrder((a, b) => worst(a) - worst(b)), "and the other way round");
    is(await sorted("severity"), "descending", "the heading says that too");
    await page.click("[data-sort=name]");
    is(await shownCodes(page), inOrder((a, b) => byName.compare(a[6] || "", b[6] || "")), "by name, as Chinese is sorted");
    await page.click("[data-sort=money]");
    const money = (item) => fresh(item).reduce((sum, note) => sum + (note[12] || 0), 0);
    is(await shownCodes(page), inOrder((a, b) => money(b) - money(a)), "by money");
    await page.click("[data-go=last]");
    const left = items.length % 50 || 50;
    is((await shownCodes(page)).length, left, "the last page has the rest");
    is(await page.getAttribute("[data-go=next]", "aria-disabled"), "true", "there is no page behind it");
    await page.selectOption("#size", "200");
    is((await shownCodes(page)).length, 200, "more a page");
    await close(page);
}

async function keys() {
    const page = await open("en");
    const focused = () => page.evaluate(() => ({ tag: document.activeElement.tagName, id: document.activeElement.id, text: document.activeElement.textContent.trim(),
        outline: getComputedStyle(document.activeElement).outlineStyle, sort: document.activeElement.dataset.sort || null, item: document.activeElement.dataset.item || null }));
    await page.keyboard.press("Tab");
    is((await focused()).text, "Go to the items", "first a way past all before the list");
    await page.keyboard.press("Enter");
    is((await focused()).id, "items", "which it goes");
    const seen = [];
    for (let i = 0; i < 40 && !(seen.length && seen[seen.length - 1].item); i++) {
        await page.keyboard.press("Tab");
        seen.push(await focused());
    }
    const reached = seen.map((f) => f.id || f.sort || f.tag);
    ok(["find", "rule", "file", "state", "size", "scroll", "line", "severity", "name"].every((id) => reached.includes(id)), "Tab reaches filters, pages and headings", reached);
    ok(seen.filter((f) => f.id !== "find").every((f) => f.outline === "solid" || f.tag === "INPUT"), "what has the focus is seen", seen.filter((f) => f.outline !== "solid"));
    is(seen[seen.length - 1].item, "0", "and the first item");
    await page.keyboard.press("ArrowDown");
    is((await focused()).item, "1", "down to the next item");
    await page.keyboard.press("Enter");
    ok(await page.isVisible("#list tr.more"), "Enter opens its values");
    is(await page.getAttribute(":focus", "aria-expanded"), "true", "which the button says");
    await page.keyboard.press("Space");
    is(await page.$$eval("tr.more", (rows) => rows.length), 0, "Space closes them");
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowDown");
    ok((await page.textContent("#page")).startsWith("Page 2"), "down from the last one to the next page");
    await page.keyboard.press("ArrowUp");
    ok((await page.textContent("#page")).startsWith("Page 1"), "and up again");
    await page.focus("[data-sort=code]");
    await page.keyboard.press("Enter");
    is((await focused()).sort, "code", "sorting keeps the focus");
    await page.focus("#severities input");
    await page.keyboard.press("Space");
    ok(!(await page.isChecked("#severities input")), "Space chooses a severity");
    is(await page.getAttribute("#count", "aria-live"), "polite", "the count is told to who does not see it");
    await close(page);
}

async function marks() {
    const page = await open("zh");
    is(await page.$eval("#list tbody tr", (row) => [".c-local", ".c-catalog"].map((c) => [...row.querySelectorAll(c + " mark")].map((m) => m.textContent))),
        [["0.25"], ["0.5"]], "the differing characters are marked on both sides");
    await page.click("#list .toggle >> nth=0");
    is(await page.$$eval(".values tbody tr.differs", (rows) => rows.map((row) => row.cells[0].textContent)), ["规格 (不一致)", "单价 (不一致)"], "all values, and which differ");
    is(await page.$$eval(".values tbody tr", (rows) => rows.length), 6, "side by side");
    ok(await page.isVisible(".why >> text=规格不同"), "why it matters");
    await close(page);
}

async function themes() {
    const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    for (const scheme of ["light", "dark"]) {
        const page = await open("zh", { colorScheme: scheme });
        is(await background(page), scheme === "light" ? "rgb(244, 246, 245)" : "rgb(18, 23, 22)", scheme + ", as the system");
        await page.click("#list .toggle >> nth=0");
        await accessible(page, scheme);
        const picture = path.join(pictures, "html-" + scheme + ".png");
        await page.screenshot({ path: picture });
        ok(fs.statSync(picture).size > 30000, "a picture of it: " + path.basename(picture));
        const other = scheme === "light" ? "dark" : "light";
        await page.click("#theme input[value=" + other + "] + span");
        is(await background(page), other === "light" ? "rgb(244, 246, 245)" : "rgb(18, 23, 22)", other + " by choice");
        await page.reload();
        await page.waitForSelector("html[data-ready]", { state: "attached" });
        is(await background(page), other === "light" ? "rgb(244, 246, 245)" : "rgb(18, 23, 22)", "which is kept");
        await close(page);
    }
    const still = await open("en", { reducedMotion: "reduce" });
    is(await still.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto", "nothing moves where that is asked");
    await close(still);
    const narrow = await open("zh", { viewport: { width: 390, height: 800 } });
    ok(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "a narrow window has no sideways scrolling");
    await narrow.click("#list .toggle >> nth=0");
    await accessible(narrow, "narrow");
    await narrow.screenshot({ path: path.join(pictures, "html-narrow.png") });
    await close(narrow);
    for (const name of ["empty", "real", "suggest", "impact", "coverage"]) {
        const page = await open(name);
        await accessible(page, name);
        ok(await page.isVisible(name === "empty" ? "#none" : "#list"), name + ": opens");
        await page.screenshot({ path: path.join(pictures, "html-" + name + ".png"), fullPage: true });
        await close(page);
    }
}

async function hostile() {
    const page = await open("hostile"), items = itemsOf("hostile");
    is(await page.title(), "对码检查报告 · 2026-11-21", "no text runs");
    await page.selectOption("#state", "all");
    await page.selectOption("#size", "200");
    is(await page.$$eval("#list b, #list img, #list script, main script", (all) => all.length), 0, "no text becomes an element");
    const names = await page.$$eval("#list .c-name bdi:first-child", (all) => all.map((e) => e.textContent));
    is(names.length, items.length, "all of them are shown");
    ok(names.includes("</script><script>document.title='owned'</script>") && names.includes("<img src=x onerror=alert(1)>"), "letter by letter");
    ok(names.includes("U+202Etxet desreverU+202C") && names.includes("nulU+0001U+001B[31mU+007Fdel") && names.includes("<!-- <script> ]]> --!>U+E0021U+00AD"), "hidden characters by their number", names);
    ok(names.some((name) => name.startsWith("bad\ufffd\ufffd utf8 ")), "bytes that are no text as U+FFFD");
    ok(!/[\u202a-\u202e\u2066-\u2069\u0001-\u0008]/.test(await page.evaluate(() => document.body.innerText)), "no direction is overridden");
    await page.click("#list .toggle >> nth=0");
    await page.screenshot({ path: path.join(pictures, "html-hostile.png") });
    await close(page);
}

async function paperAndNoScript() {
    const page = await open("zh");
    await page.selectOption("#rule", await page.$eval("#rule option:nth-child(2)", (o) => o.value));
    const [shown] = await count(page);
    await page.selectOption("#size", "25");
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    is((await shownCodes(page)).length, shown, "paper has every item that the filters leave, not a page of them");
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    is((await shownCodes(page)).length, 25, "and the screen has its page again");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    is(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)", "paper is white");
    ok(!(await page.isVisible("#filters")), "and has no filters");
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    ok(pdf.length > 20000 && pdf.subarray(0, 5).toString() === "%PDF-", "it prints");
    fs.writeFileSync(path.join(pictures, "html.pdf"), pdf);
    await close(page);
    const plain = await open("en", { javaScriptEnabled: false });
    ok(await plain.isVisible("text=The list of items appears here. It needs JavaScript"), "without JavaScript that is said");
    ok(await plain.isVisible("text=By rule") && await plain.isVisible("text=Catalog versions"), "and summary and what was checked are there");
    ok(!(await plain.isVisible("#filters")) && !(await plain.isVisible("#theme")), "and nothing that does not work");
    await close(plain);
}

async function many() {
    const size = fs.statSync(path.join(pages, "many.html")).size, begin = Date.now();
    const context = await browser.newContext({ viewport: { width: 1366, height: 900 } });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push("many: " + error.message));
    await page.goto("file://" + path.join(pages, "many.html"), { timeout: PATIENCE, waitUntil: "commit" });
    await page.waitForSelector("#list tbody tr");
    const first = Date.now() - begin;
    await page.waitForSelector("html[data-ready]", { state: "attached" });
    const ready = Date.now() - begin;
    const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint").map((e) => Math.round(e.startTime))[0]);
    await page.waitForTimeout(2500); // the search is prepared while nobody waits
    const timed = async (action) => {
        const times = [];
        for (let i = 0; i < 3; i++)
            times.push(await page.evaluate(action));
        return Math.round(times.sort((a, b) => a - b)[1]);
    };
    const choose = (id, values) => "(() => { const e = document.getElementById('" + id + "'), t = performance.now(); window.turn = (window.turn || 0) + 1; e.value = " +
        values + "[window.turn % 2]; e.dispatchEvent(new Event('change', { bubbles: true })); document.body.offsetHeight; return performance.now() - t; })()";
    const rule = await timed(choose("rule", "['0', document.querySelectorAll('#rule option')[2].value]"));
    const search = await timed(choose("find", "['y0049', '限价 同仁堂']"));
    await page.click("#filters [type=reset]");
    await page.waitForTimeout(300);
    const sort = (column) => "(() => { const t = performance.now(); document.querySelector('[data-sort=" + column + "]').click(); document.body.offsetHeight; return performance.now() - t; })()";
    const name = Math.round(await page.evaluate(sort("name"))), severity = Math.round(await page.evaluate(sort("severity")));
    const heap = await page.evaluate(() => (performance.memory ? Math.round(performance.memory.usedJSHeapSize / 1e6) : 0));
    const items = itemsOf("many");
    const fits = items.filter((item) => fresh(item).length > 0).length;
    is((await count(page)).slice(0, 2), [fits, items.length], items.length + " items are all there");
    console.log("# " + items.length + " items: file " + (size / 1e6).toFixed(1) + " MB, first paint " + paint + " ms, first rows " + first + " ms, all read " + ready + " ms; " +
        "filter by rule " + rule + " ms, search " + search + " ms, sort by name " + name + " ms, by severity " + severity + " ms; " + heap + " MB of script memory");
    await page.screenshot({ path: path.join(pictures, "html-many.png") });
    await context.close();
}

(async () => {
    try {
        browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"], timeout: PATIENCE });
    } catch (error) {
        console.log("1..0 # SKIP chromium does not start: " + error.message.split("\n")[0]);
        return;
    }
    for (const part of [filtering, sorting, keys, marks, themes, hostile, paperAndNoScript, many]) {
        console.log("# " + part.name);
        try {
            await part();
        } catch (error) {
            ok(false, part.name + " runs to its end", ...String(error.stack).split("\n").slice(0, 12));
        }
    }
    is(complaints, [], "no word on the console, no dialog, no request to anywhere");
    console.log("1.." + number);
    await browser.close();
    process.exit(failed ? 1 : 0);
})();
