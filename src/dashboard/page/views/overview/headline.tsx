import type { Overview } from '../../../../../schemas/generated/dashboard.ts'
import { Badge } from '../../components/badge.tsx'
import { Command } from '../../components/empty.tsx'
import { Text } from '../../components/text.tsx'
import { usePage } from '../../page-context.ts'
import { Links } from './links.tsx'

/** The first line of the overview. */
export function HeadlineLine({ headline }: Pick<Overview, 'headline'>) {
  const { source } = usePage()
  const { state, sentence, next, links } = headline
  return (
    <div class={`headline ${state}`} role="status" data-headline={state}>
      <p>
        <Badge value={state} /> <Text value={sentence} /> <Links links={links} />
      </p>
      {/* A reader of an export may not have the project. */}
      {!source.isExport && next !== null && (
        <p class="next">
          <Command text={next} />
        </p>
      )}
    </div>
  )
}
