/** Shannon entropy of the characters, in bits a character; 0 for the empty text. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / total) * Math.log2(count / total);
  return bits;
}

/** How the text writes bytes: "hex" and "base64" only where it decodes cleanly and is not a word by chance. */
export function encodingOf(text: string): "hex" | "base64" | "text" {
  if (text.length >= 16 && text.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(text)) return "hex";
  const isLong = text.length >= 16 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(text);
  const isMixed = /[0-9]/.test(text) && /[A-Z]/.test(text) && /[a-z]/.test(text);
  return isLong && isMixed && (text.length % 4 === 0 || !text.includes("=")) ? "base64" : "text";
}

/** How many bytes a key stands for: those it decodes to where it decodes cleanly (Laravel's "base64:" prefix included), its characters otherwise. */
export function keyLengthOf(text: string): number {
  const key = text.startsWith("base64:") ? text.slice("base64:".length) : text;
  const encoding = text === key ? encodingOf(key) : "base64";
  if (encoding === "hex") return key.length / 2;
  if (encoding === "base64" && (text !== key || key.endsWith("="))) return Math.floor((key.replace(/=+$/, "").length * 3) / 4);
  return key.length;
}

/** Whether the text is one character, one short group or one run of neighbours over and over: `aaaaaaaa`, `abcabcabc`, `1234567890`. */
export function isPatterned(text: string): boolean {
  if (text.length < 4) return true;
  for (let period = 1; period <= 8 && period * 2 <= text.length; period++) {
    if (hasPeriod(text, period)) return true;
  }
  let runs = 0;
  for (let i = 1; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1);
    if (step === 1 || step === -1 || step === 0 || (step === -9 && text[i] === "0")) runs++;
  }
  return runs >= (text.length - 1) * 0.8;
}

function hasPeriod(text: string, period: number): boolean {
  for (let i = period; i < text.length; i++) {
    if (text[i] !== text[i - period]) return false;
  }
  return true;
}
