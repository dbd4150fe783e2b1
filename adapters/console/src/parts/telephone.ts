/** Telephone numbers that somebody can be rung at from a desk: as they are written, and what is wrong with others. */

const kMobile = /^1[3-9]\d{9}$/;
/** Area code and number (GB: 3 or 4 digits, then 7 or 8); those that are made up for demos begin with 000. */
const kLandline = /^0\d{2,3}[2-9]\d{6,7}$|^0000{4,7}\d{4}$/;
/** 110, 12345, 95598, 955980; 400 and 800. */
const kService = /^(1\d{2,4}|9[56]\d{3,6}|[48]00\d{7})$/;
const kAbroad = /^(\+|00)[1-9]\d{6,14}$/;
const kCountry = /^(\+|00)86/;
/** 转 801, ext. 801 */
const kExtension = /(转|ext\.?|#)\d{1,6}$/i;

/** What people write between digits, Chinese keyboards included. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\s\-–—()]/g, "")
    .replace(kExtension, "");
}

function isHome(digits: string): boolean {
  return kMobile.test(digits) || kLandline.test(digits) || kService.test(digits);
}

/** Nothing, and a number that is shown masked, are none to judge. */
export function isTelephone(text: string): boolean {
  const number = plain(text);
  if (number === "" || number.includes("*")) return true;
  if (!kCountry.test(number)) return isHome(number) || kAbroad.test(number);
  const home = number.replace(kCountry, "");
  return isHome(home) || isHome(`0${home}`);
}

/** As workflows call them. */
export const isTelephoneField = (name: string) => name === "phone" || name.endsWith("_phone");

/** Those fields of `data` that hold no telephone number although they should. */
export function wrongTelephones(data: Record<string, unknown>): string[] {
  return Object.entries(data)
    .filter(([name, value]) => isTelephoneField(name) && typeof value === "string" && !isTelephone(value))
    .map(([name]) => name);
}
