// report/html/diff.js: which characters of two texts differ. Pure; knows no page.

// Letters and digits of both widths: \uff10-\uff19, \uff21-\uff3a, \uff41-\uff5a are the wide ones.
const LONG_CODE = /^[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]{9,}$/;
const TOKENS = new RegExp(LONG_CODE.source.slice(1, -1) + "|[0-9]+(?:[.,][0-9]+)*|[A-Za-z\\u00b5\\u03bc]+|\\s+|[^]", "gu");

// An amount and a word differ as a whole (0.25 is not "0.5 with a 2 too many"); a long code differs by the character.
function tokensOf(text) {
    const tokens = [];
    for (const part of text.match(TOKENS) || []) {
        if (LONG_CODE.test(part))
            tokens.push(...part);
        else
            tokens.push(part);
    }
    return tokens;
}

const foldToken = (token) => token.normalize("NFKC").toLowerCase();

// Which of a's and b's keys have no partner in the longest common subsequence: two arrays of booleans.
function unmatched(a, b) {
    const x = new Array(a.length).fill(false), y = new Array(b.length).fill(false);
    let start = 0, endA = a.length, endB = b.length;
    while (start < endA && start < endB && a[start] === b[start])
        start++;
    while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
        endA--;
        endB--;
    }
    x.fill(true, start, endA);
    y.fill(true, start, endB);
    const n = endA - start, m = endB - start;
    if (n === 0 || m === 0 || n * m > 250000)
        return [x, y];
    const length = new Uint16Array((n + 1) * (m + 1)), row = m + 1; // n, m < 65536: n * m is bounded
    for (let i = n - 1; i >= 0; i--)
        for (let j = m - 1; j >= 0; j--)
            length[i * row + j] = a[start + i] === b[start + j] ? length[(i + 1) * row + j + 1] + 1
                : Math.max(length[(i + 1) * row + j], length[i * row + j + 1]);
    for (let i = 0, j = 0; i < n && j < m;) {
        if (a[start + i] === b[start + j]) {
            x[start + i] = y[start + j] = false;
            i++;
            j++;
        } else if (length[(i + 1) * row + j] >= length[i * row + j + 1])
            i++;
        else
            j++;
    }
    return [x, y];
}

const countTrue = (flags) => flags.reduce((n, flag) => n + (flag ? 1 : 0), 0);

// Two texts of one length are read place by place, where that marks hardly more: 31 and 13 differ in both digits.
function compareKeys(a, b) {
    const [x, y] = unmatched(a, b);
    if (a.length === b.length) {
        const places = a.map((key, i) => key !== b[i]);
        if (countTrue(places) <= Math.max(countTrue(x), countTrue(y)) + 1)
            return [places, places];
    }
    return [x, y];
}

// Neighbours with one answer become one piece: [[text, differs], …]
function piecesOf(tokens, flags) {
    const pieces = [];
    tokens.forEach((token, i) => {
        const last = pieces[pieces.length - 1];
        if (last && last[1] === flags[i])
            last[0] += token;
        else
            pieces.push([token, flags[i]]);
    });
    return pieces;
}

// The pieces of both texts. Width and case do not count, unless nothing else differs. Texts with hardly anything in common differ as a whole.
function differences(a, b) {
    if (a === b)
        return [a ? [[a, false]] : [], b ? [[b, false]] : []];
    if (!a || !b)
        return [a ? [[a, true]] : [], b ? [[b, true]] : []];
    let left = tokensOf(a), right = tokensOf(b);
    let [x, y] = compareKeys(left.map(foldToken), right.map(foldToken));
    if (countTrue(x) + countTrue(y) === 0) {
        left = [...a];
        right = [...b];
        [x, y] = compareKeys(left, right);
    }
    const same = left.reduce((n, token, i) => n + (x[i] || !/[\p{L}\p{N}]/u.test(token) ? 0 : token.length), 0);
    if (same * 4 < Math.max(a.length, b.length)) {
        x = x.map(() => true);
        y = y.map(() => true);
    }
    return [piecesOf(left, x), piecesOf(right, y)];
}
