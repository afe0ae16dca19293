import { PlatformError, type PlatformErrorKind } from "../../errors";
import { type Answer, retryAfter } from "../../http";
import { errorList, errorText } from "./schemas";

/**
 * What an answer of Etsy means.
 *
 * | answer                                     | on a write   | on a read    |
 * |--------------------------------------------|--------------|--------------|
 * | 401                                        | auth_expired | auth_expired |
 * | 403 with a text (key, shop, scope)         | auth_expired | auth_expired |
 * | 403 with a page (a wall before the API)    | unexpected   | unexpected   |
 * | 429                                        | rate_limited | rate_limited |
 * | 400, 413, 415, 422 with a text             | refused      | unexpected   |
 * | 400, 403, 409 with a text of `humanTexts`  | needs_human  | needs_human  |
 * | 408, 425, 5xx                              | uncertain    | unreachable  |
 * | another 2xx or a 3xx                       | uncertain    | unexpected   |
 * | anything else (404, 409, ...)              | unexpected   | unexpected   |
 *
 * A 5xx proves nothing: a listing has been made behind one (https://github.com/etsy/open-api/issues/162).
 * A bad key is a 403, an expired token a 401; only a person can mend either, in the connection.
 */
export function failure(answer: Answer, write: boolean, now: Date): PlatformError {
  const said = read(answer.text);
  const { status } = answer;
  const human = [400, 403, 409].includes(status)
    ? humanTexts.find((row) => row.matches.test(said.all))
    : null;
  if (human) return error("needs_human", human.sentence, answer);
  if (status === 401 || (status === 403 && said.text !== "")) return authExpired(answer, said.text);
  if (status === 429) return rateLimited(answer, now);
  if (status >= 500 || status === 408 || status === 425) {
    return write
      ? error("uncertain", "Etsy had a fault of its own; whether the change was made is not known.", answer)
      : error("unreachable", "Etsy has a fault of its own just now.", answer);
  }
  if (write && [400, 413, 415, 422].includes(status) && (said.text !== "" || status === 413)) {
    return refused(answer, said);
  }
  const kind = write && status < 400 ? "uncertain" : "unexpected";
  return error(kind, `Etsy answered in a way that is not documented (status ${status}).`, answer);
}

/** Whether Etsy itself says that something does not exist; a page with this status is a wall before the API. */
export function saysMissing(answer: Answer): boolean {
  return answer.status === 404 && read(answer.text).text !== "";
}

/** Status and the platform's own words with the id that Etsy's support asks for, at most 500 characters. */
export function evidence(answer: Answer): { status: number; words: string } {
  const uuid = answer.headers.get("x-etsy-request-uuid");
  const tail = uuid ? ` [request ${uuid.slice(0, 60)}]` : "";
  return { status: answer.status, words: answer.text.slice(0, 500 - tail.length) + tail };
}

/** Etsy gives nothing but text here, so text decides; texts as quoted in github.com/etsy/open-api issues. */
const humanTexts: { matches: RegExp; sentence: string }[] = [
  {
    matches: /frozen|not publishable/i,
    sentence: "Etsy has frozen this listing. Look at it in the Shop Manager.",
  },
  {
    matches: /violat|prohibited|suspended|policy team/i,
    sentence: "Etsy says this breaks one of its policies. Look at the message in the Shop Manager.",
  },
  {
    // Issues 298 and 511: what a shop whose set-up (billing, opening) is unfinished gets, whatever was sent.
    matches: /\/images\b/i,
    sentence: "Etsy wants the shop's set-up finished, or a picture on the listing. Open the Shop Manager.",
  },
];

const fileTexts =
  /valid name must be provided|valid listing_file_id or file|uploading your file|upload a file/i;

const ourFields = ["title", "tags", "price", "description"];

interface Said {
  /** The words alone; empty when the body is none of the three shapes. */
  text: string;
  /** "/title/1" -> "/title/1"; empty when no path was named. */
  path: string;
  /** Path and words, for the tables above. */
  all: string;
}

function read(body: string): Said {
  const json = parse(body);
  const list = errorList.safeParse(json);
  if (list.success) {
    const [first] = list.data;
    const text = list.data.map((entry) => entry.message).join("; ");
    return {
      text,
      path: first?.path ?? "",
      all: `${list.data.map((entry) => entry.path).join(" ")} ${text}`,
    };
  }
  const one = errorText.safeParse(json);
  if (!one.success) return { text: "", path: "", all: "" };
  const { error: code, error_description: description } = one.data;
  const text = description ? `${code}: ${description}` : code;
  return { text, path: /problem with (\/\S+)/.exec(text)?.[1] ?? "", all: text };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function authExpired(answer: Answer, words: string): PlatformError {
  if (/scope/i.test(words)) {
    return error(
      "auth_expired",
      "The access token lacks a right that listing needs. Connect Etsy again.",
      answer,
    );
  }
  if (/does not own shop/i.test(words)) {
    return error("auth_expired", "This access token belongs to another shop. Check the shop id.", answer);
  }
  if (/api key/i.test(words)) {
    return error("auth_expired", "Etsy does not accept the API key with its shared secret.", answer);
  }
  return error("auth_expired", "Etsy does not accept the access token any more. Connect Etsy again.", answer);
}

/** Without a header: the per-second limit is over in a second; the daily one is counted in buckets, so an hour. */
function rateLimited(answer: Answer, now: Date): PlatformError {
  const daily = /daily/i.test(answer.text) || answer.headers.get("x-remaining-today") === "0";
  const fallback = new Date(now.getTime() + (daily ? 3_600_000 : 1_000));
  const retryAt = retryAfter(answer.headers, now) ?? fallback;
  const limit = daily ? "calls for today are used up" : "limit of calls a second is reached";
  return new PlatformError("rate_limited", `Etsy's ${limit}.`, { ...evidence(answer), retryAt });
}

function refused(answer: Answer, said: Said): PlatformError {
  const isFile = answer.status === 413 || fileTexts.test(said.all);
  const field = isFile ? "file" : said.path.split("/").find((part) => ourFields.includes(part));
  const words = said.text.replace(/^There was a problem with \S+ : /, "").replace(/\.$/, "");
  const sentence = `Etsy refused the ${field ?? "listing"}${words ? `: ${words.slice(0, 300)}` : ""}.`;
  return new PlatformError("refused", sentence, { ...evidence(answer), field });
}

function error(kind: PlatformErrorKind, sentence: string, answer: Answer): PlatformError {
  return new PlatformError(kind, sentence, evidence(answer));
}
