// A browser's way from gongdan's /sign-on over the provider's forms and back, as one person.
// usage: node browser.mjs BASE PERSON. Prints {status, page, cookie}: the last answer of gongdan.
const [base, person] = process.argv.slice(2);
const jars = new Map(); // by host

const real = (url) => url.replace('http://gongdan.test', base);

async function go(url, options = {}) {
  const target = new URL(real(url));
  const jar = jars.get(target.host) ?? new Map();
  jars.set(target.host, jar);
  const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(target, {
    redirect: 'manual',
    ...options,
    headers: { ...(cookies ? { cookie: cookies } : {}), ...options.headers },
  });
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
    if (value === '' || /expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
    else jar.set(name, value);
  }
  const location = answer.headers.get('location');
  if (location) return go(new URL(location, url).href);
  return { answer, url, page: await answer.text(), jar };
}

const unescape = (text) => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
const form = (page) => unescape(page.match(/<form[^>]* action="([^"]*)"/)[1]);
const post = (url, fields) =>
  go(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

let at = await go(`${base}/sign-on`);
at = await go(unescape(at.page.match(/content="0;url=([^"]*)"/)[1]));
at = await post(new URL(form(at.page), at.url).href, { prompt: 'login', login: person, password: 'any' });
at = await post(new URL(form(at.page), at.url).href, { prompt: 'consent' });
console.log(
  JSON.stringify({ status: at.answer.status, page: at.page, cookie: at.jar.get('gongdan_session') ?? '' }),
);
