/**
 * The order of a crew's jobs, and that it holds still: under a thumb that comes down there must be the button that was
 * there. What comes goes to the end and what goes leaves its place empty, until the order is made anew.
 */

import { isStuck, type Job } from "@/pages/crew/jobs";

/** Where a job belongs. */
export type Section = "stuck" | "new" | "hand" | "other";
const kSections: readonly Section[] = ["stuck", "new", "hand", "other"];

/** Jobs under one heading. "arrived": they came since the order was made. */
export interface Part {
  section: Section | "arrived";
  ids: readonly string[];
}

export interface Arrangement {
  parts: readonly Part[];
  /** As they were last; of those that have gone since too. */
  known: ReadonlyMap<string, Job>;
  present: ReadonlySet<string>;
  /** Came, or came back, since the order was made, and nobody has pressed anything of them. */
  arrived: readonly string[];
}

/** What else than the job itself says where it belongs. */
export interface Rule {
  /** It is with a crew of this person. */
  isOwn: (job: Job) => boolean;
  /** Of which something was pressed last on this device; "" = of none. */
  last: string;
}

/** With it a crew takes a job. The definitions cannot tell it from any other. */
const kAcceptance = "acknowledge";

/** It was sent to a crew which has not accepted it. */
export function isNew({ next, waiting }: Job): boolean {
  return next?.event === kAcceptance && waiting.length === 0;
}

export function sectionOf(job: Job, { isOwn, last }: Rule): Section {
  if (isStuck(job)) return "stuck";
  if (isNew(job)) return "new";
  return job.id === last || job.waiting.length > 0 || isOwn(job) ? "hand" : "other";
}

const known = (jobs: readonly Job[]) => new Map(jobs.map((job) => [job.id, job] as const));
const present = (jobs: readonly Job[]) => new Set(jobs.map(({ id }) => id));

/** Made anew, section by section; in each the job pressed last stands first, the others as they are in `jobs`. */
export function arranged(jobs: readonly Job[], rule: Rule): Arrangement {
  const lastFirst = [...jobs].sort((one, other) => Number(other.id === rule.last) - Number(one.id === rule.last));
  const parts = kSections.map((section) => ({
    section,
    ids: lastFirst.filter((job) => sectionOf(job, rule) === section).map(({ id }) => id),
  }));
  return {
    parts: parts.filter(({ ids }) => ids.length > 0),
    known: known(jobs),
    present: present(jobs),
    arrived: [],
  };
}

function withArrivals(parts: readonly Part[], ids: readonly string[]): readonly Part[] {
  if (ids.length === 0) return parts;
  const last = parts.at(-1);
  return last?.section === "arrived"
    ? [...parts.slice(0, -1), { ...last, ids: [...last.ids, ...ids] }]
    : [...parts, { section: "arrived", ids }];
}

const leaving = (parts: readonly Part[], stays: (id: string) => boolean) =>
  parts.map((part) => ({ ...part, ids: part.ids.filter(stays) })).filter(({ ids }) => ids.length > 0);

/** What there is now, in the places that there were. Of a job that was only steps nothing is left when they are gone. */
export function held(before: Arrangement, jobs: readonly Job[]): Arrangement {
  const now = present(jobs);
  const parts = leaving(before.parts, (id) => now.has(id) || before.known.get(id)?.ticket != null);
  const placed = new Set(parts.flatMap(({ ids }) => ids));
  const came = jobs.map(({ id }) => id).filter((id) => !before.present.has(id));
  return {
    parts: withArrivals(
      parts,
      came.filter((id) => !placed.has(id)),
    ),
    known: new Map([...before.known, ...known(jobs)]),
    present: now,
    arrived: [...before.arrived.filter((id) => !came.includes(id)), ...came],
  };
}

/** Somebody has looked at it. */
export function noticed(before: Arrangement, id: string): Arrangement {
  return { ...before, arrived: before.arrived.filter((one) => one !== id) };
}

/** Its place is given up. */
export function without(before: Arrangement, id: string): Arrangement {
  return { ...before, parts: leaving(before.parts, (one) => one !== id) };
}

/** Those to be told of: they are there, and not only as steps that wait. */
export function newcomers({ arrived, present, known }: Arrangement): string[] {
  return arrived.filter((id) => present.has(id) && known.get(id)?.ticket);
}

/** What a heading says: the jobs under it stay, but may have gone on together. */
export function headingOf(now: Arrangement, { section, ids }: Part, rule: Rule): Part["section"] {
  if (section === "arrived" && ids.some((id) => now.arrived.includes(id))) return section;
  const sections = ids.filter((id) => now.present.has(id)).map((id) => sectionOf(now.known.get(id)!, rule));
  return sections.find((one) => one === section) ?? sections[0] ?? section;
}

/** Those that follow each other under one heading. */
function joined(parts: readonly Part[]): Part[] {
  return parts.reduce<Part[]>((all, part) => {
    const before = all.at(-1);
    if (before?.section !== part.section) return [...all, part];
    return [...all.slice(0, -1), { ...before, ids: [...before.ids, ...part.ids] }];
  }, []);
}

/** Whether somebody would find another order if it were made anew of `jobs`. */
export function isUnsettled(now: Arrangement, jobs: readonly Job[], rule: Rule): boolean {
  const anew = arranged(jobs, rule).parts;
  const order = (parts: readonly Part[]) => parts.flatMap(({ ids }) => ids).join();
  if (order(anew) !== order(now.parts)) return true;
  const outline = (parts: readonly Part[]) => parts.map(({ section, ids }) => [section, ...ids].join()).join(";");
  const shown = now.parts.map((part) => ({ ...part, section: headingOf(now, part, rule) }));
  return now.parts.length > 1 && outline(anew) !== outline(joined(shown));
}
