/** Whether a word that somebody typed is in a text, as the server's search has it for numbers. */

/** Fewer digits begin or end every other number: "2" is the house and not every ticket of the year. */
const kNumberMin = 4;

/** Of both in the same case. A number begins or ends with the digits, and is them when they are few. */
export function holds(text: string, word: string): boolean {
  if (!/^\d+$/.test(word)) return text.includes(word);
  const numbers: readonly string[] = text.match(/\d+/g) ?? [];
  if (word.length < kNumberMin) return numbers.includes(word);
  return numbers.some((number) => number.startsWith(word) || number.endsWith(word));
}
