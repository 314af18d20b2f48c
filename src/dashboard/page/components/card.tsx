import type { ComponentChildren } from 'preact'

/** A titled part of a view. */
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
    <section class={wide ? 'card wide' : 'card'} aria-label={title}>
      <h2>
        {title}
        {aside !== undefined && <span class="aside">{aside}</span>}
      </h2>
      {children}
    </section>
  )
}

/** Figures side by side. */
export function Figures({ children }: { children: ComponentChildren }) {
  return <dl class="figures">{children}</dl>
}

/** A figure with its name. */
export function Figure({ name, value, note }: { name: string; value: string; note?: string }) {
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
