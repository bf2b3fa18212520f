/** A message as the demo model reads it. */
export type DemoMessage = { role: string; text: string };

const SET_KEY = "set `OPENAI_API_KEY` and start Parlance again";

/**
 * What the demo model says: Markdown that takes up the question, with code and a table now and then, and always where it comes from.
 *
 * It knows the product's own three other requests by their instructions: a title, a summary, and the rest of a cut answer.
 */
export function toDemoAnswer(messages: readonly DemoMessage[]): string {
  const instructions = messages.filter(({ role }) => role === "system").map(({ text }) => text);
  const question = messages.findLast(({ role }) => role === "user")?.text ?? "";
  const [first = ""] = instructions;
  if (first.startsWith("Write a title")) return toTitle(question);
  if (first.startsWith("Summarise")) return toSummary(question);
  if (instructions.at(-1)?.startsWith("Your last message was cut off"))
    return " …and that is the rest of it: the demo model goes on where it was cut.";
  const turn = messages.filter(({ role }) => role === "user").length;
  const topic = toTopic(question);
  const body = wantsCode(question)
    ? code(topic)
    : wantsTable(question)
      ? table(topic)
      : wantsFormula(question)
        ? formula(topic)
        : BODIES[turn % BODIES.length]?.(topic);
  return `${opening(topic, turn)}\n\n${body ?? code(topic)}\n\n${closing(turn)}`;
}

const BODIES = [table, code, list, formula] as const;

function wantsCode(question: string): boolean {
  return /\b(code|function|script|typescript|javascript|python|sql|bash|regex|program|implement)\b/i.test(question);
}

function wantsTable(question: string): boolean {
  return /\b(table|compare|comparison|versus|vs|difference|pros|cons|tabelle)\b/i.test(question);
}

function wantsFormula(question: string): boolean {
  return /\b(formula|equation|math|integral|latex|probability|statistics)\b/i.test(question);
}

/** The first words of the question, as plain text in quotation marks can hold them. */
function toTopic(question: string): string {
  const words = question
    .replace(/[`*_#|<>[\]()$\\]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .split(" ");
  const some = words.slice(0, 12).join(" ").slice(0, 90);
  if (some === "") return "your message";
  return `“${some}${words.length > 12 ? " …" : ""}”`;
}

function toTitle(question: string): string {
  const words = question
    .replace(/[^\p{L}\p{N}\s'’-]/gu, " ")
    .trim()
    .split(/\s+/)
    .slice(0, 5)
    .join(" ");
  return words === "" ? "A question" : words.charAt(0).toUpperCase() + words.slice(1);
}

function toSummary(transcript: string): string {
  const lines = transcript
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length > 20);
  const picked = lines.filter((_, index) => index % Math.max(1, Math.floor(lines.length / 6)) === 0).slice(0, 6);
  return `The conversation so far, in short (written by the demo model):\n\n${picked.map((line) => `- ${line.slice(0, 160)}`).join("\n")}`;
}

function opening(topic: string, turn: number): string {
  if (turn <= 1) {
    return `You asked about ${topic}. I am **the demo model**: I answer without a provider, so that you can try everything, and I do not know anything. The way that this answer is streamed, kept, counted and paid for is real.`;
  }
  return `About ${topic}: this is still the demo model, so take what follows as a picture of an answer and not as one.`;
}

function closing(turn: number): string {
  return turn <= 1
    ? `To get real answers, ${SET_KEY}:\n\n\`\`\`bash\nOPENAI_API_KEY=sk-… npm start\n\`\`\`\n\nNothing else has to change. Until then, ask me anything.`
    : `For a real answer, ${SET_KEY}.`;
}

function code(topic: string): string {
  return `A piece of code shows how a block looks while it grows:\n\n\`\`\`ts\n/** Takes ${topic.replace(/[“”]/g, "'")} apart, word by word. */\nexport function countWords(text: string): Map<string, number> {\n  const counts = new Map<string, number>();\n  for (const word of text.toLowerCase().match(/\\p{L}+/gu) ?? []) {\n    counts.set(word, (counts.get(word) ?? 0) + 1);\n  }\n  return counts;\n}\n\`\`\`\n\nIt reads each word once, and needs as much room as there are different words.`;
}

function table(topic: string): string {
  return `Three ways to look at ${topic}:\n\n| Way | Good for | Takes |\n|---|---|---:|\n| A quick look | a first idea | 5 min |\n| A careful look | a decision | 1 h |\n| A measurement | knowing it | 1 day |\n\nThe last row is the one that people regret leaving out.`;
}

function list(topic: string): string {
  return `With ${topic} I would begin like this:\n\n1. **Say what the end looks like.** One sentence that somebody else can check.\n2. **Find what is certain.** Everything else is a guess, and may be wrong.\n3. **Try the smallest thing** that could show you to be wrong.\n\n> A plan is a list of things that have not gone wrong yet.`;
}

function formula(topic: string): string {
  return `${topic} in one formula, if it had one: the average of $n$ observations is\n\n$$\\bar{x} = \\frac{1}{n} \\sum_{i=1}^{n} x_i$$\n\nand its error falls with $\\sqrt{n}$: four times the work for half the error.`;
}
