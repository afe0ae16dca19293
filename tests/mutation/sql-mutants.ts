export interface SqlMutant {
  /** From 1. */
  line: number;
  was: string;
  becomes: string;
  /** The whole file with this one change. */
  source: string;
}

/** What ends a condition that stands outside of brackets. */
const conditionEnd =
  /^(?:\n|`|,| and | or | then | end| else | returning | order | limit | for update| group | from | join | on conflict| do | where )/;

/** Words and signs that are exchanged wherever they stand in a statement. */
const exchanges: readonly (readonly [RegExp, string])[] = [
  [/ <= /g, " < "],
  [/ < /g, " <= "],
  [/ >= /g, " > "],
  [/ > /g, " >= "],
  [/ <> /g, " = "],
  [/ skip locked/g, ""],
  [/ for update(?: of w)?(?: skip locked)?/g, ""],
  [/\bgreatest\(/g, "least("],
  [/\bmax\(/g, "min("],
  [/\bmin\(/g, "max("],
  [/\bbool_and\(/g, "bool_or("],
  [/ is not null\b/g, " is null"],
  [/ is null\b/g, " is not null"],
  [/\bnot exists\b/g, "exists"],
  [/ order by [\w.]+(?:, [\w.]+)*(?=[ )])/g, ""],
  [/ limit \$\{[^}]+\}/g, ""],
  [/ limit 1\b/g, ""],
  [/ \+ 1\b/g, ""],
  [/ cross join lateral /g, " left join lateral "],
  [/ is distinct from /g, " = "],
  [/\bcoalesce\(([\w.]+), /g, "coalesce(null, "],
  [/, 'g'\)/g, ")"],
];

/** One change each to the SQL of a source file: a condition that always holds (or never), another sign or word. */
export function sqlMutants(source: string): SqlMutant[] {
  const text = blankComments(source);
  const made: SqlMutant[] = [];
  const add = (from: number, to: number, becomes: string) => {
    const was = source.slice(from, to);
    if (was.trim() === becomes.trim()) return;
    const line = source.slice(0, from).split("\n").length;
    made.push({ line, was, becomes, source: source.slice(0, from) + becomes + source.slice(to) });
  };
  for (const { index, 0: word } of text.matchAll(/(?<= |\n)(?:where|and|or|when|on)(?= (?!conflict))/g)) {
    if (!insideSql(text, index)) continue;
    const from = index + word.length + 1;
    const to = from + conditionLength(text.slice(from));
    if (word !== "or") add(from, to, "true");
    if (word === "or" || word === "when") add(from, to, "false");
  }
  for (const [pattern, becomes] of exchanges)
    for (const { index, 0: found } of text.matchAll(pattern))
      if (insideSql(text, index)) add(index, index + found.length, becomes);
  return made;
}

/** A source of equal length without its comments. */
function blankComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, "#"));
}

/** How far a condition reaches: to the end of its brackets, or to the next word that cannot be part of it. */
function conditionLength(rest: string): number {
  let depth = 0;
  for (let at = 0; at < rest.length; at += 1) {
    const letter = rest.charAt(at);
    if (depth === 0 && conditionEnd.test(rest.slice(at))) return at;
    if (letter === "(" || letter === "{") depth += 1;
    if (letter === ")" || letter === "}") depth -= 1;
    if (depth < 0) return at;
  }
  return rest.length;
}

/** Whether a place lies between the backticks of a statement and not in an expression within it. */
function insideSql(text: string, place: number): boolean {
  const open: ("sql" | "code")[] = [];
  for (let at = 0; at < place; at += 1) {
    const letter = text.charAt(at);
    const top = open.at(-1);
    if (letter === "`") {
      if (top === "sql") open.pop();
      else open.push("sql");
    } else if (top === "sql" && letter === "$" && text.charAt(at + 1) === "{") open.push("code");
    else if (top === "code" && letter === "}") open.pop();
  }
  return open.at(-1) === "sql";
}
