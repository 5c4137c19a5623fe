// tests/report/html-diff.js DIFF.JS: which characters of two values the report marks. A case: the two texts, with what is marked in [ ].
"use strict";
const vm = require("vm"), fs = require("fs");
const context = vm.createContext({});
vm.runInContext(fs.readFileSync(process.argv[2], "utf8") + "\nthis.differences = differences;", context);

const cases = [
    ["0.25g×24片/盒", "0.5g×24片/盒", "[0.25]g×24片/盒", "[0.5]g×24片/盒", "an amount as a whole"],
    ["0.25g×24片/盒", "250mg×24片/盒", "[0.25g]×24片/盒", "[250mg]×24片/盒", "amount and unit"],
    ["片剂", "缓释片", "片[剂]", "[缓释]片", "a form"],
    ["XC10AAA001A001020190006", "XC10AAA001A001020290006", "XC10AAA001A001020[1]90006", "XC10AAA001A001020[2]90006", "a long code by the character"],
    ["国药准字H29990031", "国药准字H29990013", "国药准字H299900[31]", "国药准字H299900[13]", "digits that were swapped, both"],
    ["奥美拉唑肠溶片", "艾司奥美拉唑镁肠溶片", "奥美拉唑肠溶片", "[艾司]奥美拉唑[镁]肠溶片", "what was added in two places"],
    ["石家庄四药有限公司", "石药集团欧意药业有限公司", "石[家庄四]药有限公司", "石药[集团欧意药业]有限公司", "makers"],
    ["ＸＮ02bea012", "XN02BEA013", "ＸＮ02bea01[2]", "XN02BEA01[3]", "width and case do not count …"],
    ["ＸN02bea012a", "XN02BEA012A", "[Ｘ]N02[bea]012[a]", "[X]N02[BEA]012[A]", "… unless nothing else differs"],
    ["甲 乙", "甲乙", "甲[ ]乙", "甲乙", "a blank"],
    ["自费", "乙", "[自费]", "[乙]", "nothing in common"],
    ["同", "同", "同", "同", "the same"],
    ["", "有", "", "[有]", "empty on one side"],
    ["𠮷田", "吉田", "[𠮷]田", "[吉]田", "characters outside the BMP are not cut"],
    ["98.50", "79.80", "[98.50]", "[79.80]", "prices"],
    ["12,345.00", "12345.00", "[12,345.00]", "[12345.00]", "thousands"],
];
const show = (pieces) => pieces.map(([text, differs]) => (differs ? "[" + text + "]" : text)).join("");
for (const [a, b, left, right, name] of cases) {
    const [x, y] = context.differences(a, b);
    const good = show(x) === left && show(y) === right;
    console.log((good ? "ok" : "not ok") + " - " + name);
    if (!good)
        console.log("got " + show(x) + " | " + show(y) + "\nnot " + left + " | " + right);
}

// Texts of any length end soon, and lose nothing.
const long = "阿莫西林".repeat(2000), other = "头孢克洛".repeat(2100);
const [x, y] = context.differences(long, other);
console.log((x.map((p) => p[0]).join("") === long && y.map((p) => p[0]).join("") === other ? "ok" : "not ok") + " - long texts");
