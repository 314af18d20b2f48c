/** An element of an SVG image, with the text directly inside of it. */
export interface SvgElement {
  name: string
  attributes: Record<string, string>
  text: string
}

const TAG = /<(?<close>\/?)(?<name>[a-z][A-Za-z]*)(?<attributes>(?: [a-zA-Z:-]+="[^"<&]*")*)(?<alone>\/?)>/y
const TEXT = /(?:[^<&]|&(?:amp|lt|gt|quot|#39);)*/y
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/**
 * The elements of an image, in order. Throws for anything but elements, attributes without entities, and text: no
 * comment, no instruction, no raw `<` or `&`, no element that is left open.
 */
export function parseSvg(svg: string): SvgElement[] {
  const elements: SvgElement[] = []
  const open: SvgElement[] = []
  let at = 0
  while (at < svg.length) {
    TAG.lastIndex = at
    const { close, name = '', attributes = '', alone } = TAG.exec(svg)?.groups ?? {}
    if (TAG.lastIndex <= at) throw new Error(`not well-formed at ${at}: ${svg.slice(at, at + 80)}`)
    at = TAG.lastIndex
    if (close === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element, at ${at}`)
    } else {
      const element = { name, attributes: attributesOf(attributes), text: '' }
      elements.push(element)
      if (alone !== '/') open.push(element)
    }
    TEXT.lastIndex = at
    const text = TEXT.exec(svg)?.[0] ?? ''
    const parent = open.at(-1)
    if (parent !== undefined) parent.text += text.replace(/&[#a-z0-9]+;/g, (entity) => ENTITIES[entity] ?? entity)
    else if (text !== '') throw new Error(`text outside of the image: ${text}`)
    at += text.length
  }
  if (open.length > 0) throw new Error(`left open: ${open.map(({ name }) => name).join(', ')}`)
  return elements
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(/ ([^=]+)="([^"]*)"/g), ([, name = '', value = '']) => [name, value]),
  )
}

/** The texts of an image, in the order in which they are drawn. */
export function svgLines(svg: string): string[] {
  return parseSvg(svg).flatMap(({ name, text }) => (name === 'text' ? [text] : []))
}
