/** Many wishes in one request, each with its own answer. */

import { answered, api, type Schemas } from "@/api/client";

export type BatchLine = Schemas["BatchLine"];
export type BatchResult = Schemas["BatchResult"];

/** One result for each of `lines`, in their order; throws a Refusal when the batch itself is refused. */
export async function sendBatch(lines: readonly object[], key: string): Promise<BatchResult[]> {
  const { data } = await answered(
    api.POST("/api/v1/batch", {
      params: { header: { "Idempotency-Key": key } },
      headers: { "Content-Type": "application/x-ndjson" },
      body: lines as unknown as BatchLine,
      bodySerializer: () => lines.map((line) => JSON.stringify(line)).join("\n"),
      parseAs: "text",
    }),
  );
  return String(data)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as BatchResult);
}
