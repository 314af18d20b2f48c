import type { ComponentChildren } from 'preact'
import { printable } from '../../../text/printable.ts'
import { Text } from './text.tsx'

/** A titled part of a view. The title may contain a text of a log. */
export function Card({
  title,
  aside,
  wide = false,
  children,
}: {
  title: string
  aside?: ComponentChildren
  /** Over the whole width. */
  wide?: boolean
  children: ComponentChildren
}) {
  return (
    <section class={wide ? 'card wide' : 'card'} aria-label={printable(title, { max: MOST_TITLE })}>
      <h2>
        <Text value={title} max={MOST_TITLE} />
        {aside !== undefined && <span class="aside">{aside}</span>}
      </h2>
      {children}
    </section>
  )
}

/** Characters of a title. */
const MOST_TITLE = 200

/** Figures side by side. */
export function Figures({ children }: { children: ComponentChildren }) {
  return <dl class="figures">{children}</dl>
}

/** A figure with its name. */
export function Figure({ name, value, note }: { name: string; value: string; note?: ComponentChildren }) {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd>
        {value}
        {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  )
}
