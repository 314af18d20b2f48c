/** Letters of other scripts that look like Latin ones, and the Latin ones; after NFKC and in lower case. */
const LOOKS: readonly [string, string][] = [
  // Cyrillic.
  ['аеіјорсухѕԁһԛԝӏвкмнт', 'aeijopcyxsdhqwlbkmht'],
  // Greek.
  ['αινορυχκτβ', 'aivopuxktb'],
  // Armenian.
  ['օսոհ', 'ouuh'],
]

const LATIN: ReadonlyMap<string, string> = new Map(
  LOOKS.flatMap(([others, latin]) =>
    Array.from(others, (other, index): [string, string] => [other, latin[index] ?? other]),
  ),
)

/**
 * The appearance of a text, the same for texts that a reader cannot tell apart. Ignores invisible characters, kinds of
 * white space, dashes and quotation marks, composed forms and letters of other scripts, but not upper and lower case.
 */
export function lookOf(text: string): string {
  // Most ids are printable ASCII without spaces.
  if (/^[!-~]*$/.test(text)) return text
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/\p{Dash}/gu, '-')
    .replace(/[‘’‛′ʼ]/g, "'")
    .replace(/\s+/gu, ' ')
    .trim()
  return plain.replace(/./gsu, latinOf)
}

function latinOf(char: string): string {
  const lower = char.toLowerCase()
  const latin = LATIN.get(lower)
  if (latin === undefined) return char
  return char === lower ? latin : latin.toUpperCase()
}
