/** Whether a word that somebody typed is in a text, as the server's search has it for numbers. */

/** Fewer digits begin or end every other number: "2" is the house and not every ticket of the year. */
const kNumberMin = 4;
/** Fewer digits at an end of a word; after a Latin letter they begin a ticket's number. */
const kShortBegin = new RegExp(`^\\d{1,${kNumberMin - 1}}(?!\\d)`);
const kShortEnd = new RegExp(`[^a-z\\d]\\d{1,${kNumberMin - 1}}$`);
/** The lines of a text are fields, and stay apart. */
const kBlanks = /[^\S\n]+/g;

const isDigit = (letter: string | undefined) => letter !== undefined && letter >= "0" && letter <= "9";

/** Somewhere in the text, a few digits at its ends being all of a number. */
function includesWhole(text: string, word: string): boolean {
  const begins = kShortBegin.test(word);
  const ends = kShortEnd.test(word);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!(begins && isDigit(text[at - 1])) && !(ends && isDigit(text[at + word.length]))) return true;
  }
  return false;
}

/** A number begins or ends with the digits, and is them when they are few. */
function holdsNumber(text: string, digits: string): boolean {
  const numbers: readonly string[] = text.match(/\d+/g) ?? [];
  if (digits.length < kNumberMin) return numbers.includes(digits);
  return numbers.some((number) => number.startsWith(digits) || number.endsWith(digits));
}

/** Of both in the same case, the word without blanks: "演示路5" is in "演示路 5 号". */
export function holds(text: string, word: string): boolean {
  if (word === "") return true;
  if (/^\d+$/.test(word)) return holdsNumber(text, word);
  return includesWhole(text, word) || includesWhole(text.replace(kBlanks, ""), word);
}
