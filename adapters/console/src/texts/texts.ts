/** Of one page or part: id → [Chinese, English]. Ids are sorted. */
export type Texts = Record<string, readonly [zh: string, en: string]>;
