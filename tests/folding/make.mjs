// Writes src/HepingReport/Search/folding.txt: what a search takes for the same character. The program runs without ICU, so that it
// starts fast and needs nothing installed; the table is made here once, from Unicode's normalization and OpenCC's characters.
//   node tests/folding/make.mjs > src/HepingReport/Search/folding.txt
import * as OpenCC from "opencc-js/t2cn";

const simplify = OpenCC.Converter({ from: "t", to: "cn" });

// Characters of GB 2312 are in use in simplified text and stay: 著 of 显著 must not become 着.
const inUse = new Set();
const gbk = new TextDecoder("gbk");
for (let lead = 0xB0; lead <= 0xF7; lead++) {
  for (let trail = 0xA1; trail <= 0xFE; trail++) inUse.add(gbk.decode(new Uint8Array([lead, trail])));
}

const unseen = /^[\p{White_Space}\p{Cc}\p{Cf}\p{Variation_Selector}\u0300-\u036F]$/u;
const accented = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;

const fold = character => {
  if (unseen.test(character)) return "";
  let folded = character.normalize("NFKC");
  if (accented.test(folded)) folded = folded.normalize("NFKD").replace(/[\u0300-\u036F]/gu, "").normalize("NFKC");
  folded = folded.toLowerCase().replace(/[\s\u0300-\u036F]/gu, "");
  return [...folded].map(each => inUse.has(each) || !/\p{Script=Han}/u.test(each) ? each : simplify(each)).join("");
};

const lines = [];
for (let code = 0; code <= 0x2FA1F; code++) {
  if (code >= 0xD800 && code <= 0xF8FF) continue; // surrogates and private use
  const character = String.fromCodePoint(code);
  const folded = fold(character);
  if (folded !== character) lines.push(`${code.toString(16).toUpperCase().padStart(4, "0")} ${folded}`);
}

console.log("# Made by tests/folding/make.mjs from Unicode (Unicode License) and OpenCC (Apache License 2.0); not to be edited.");
console.log(lines.join("\n"));
