import { Answer } from '../components/answer.tsx'
import { Badge } from '../components/badge.tsx'
import { Card } from '../components/card.tsx'
import { Choice } from '../components/choice.tsx'
import { Command, Empty } from '../components/empty.tsx'
import { JsonTree } from '../components/json-tree.tsx'
import { Rows } from '../components/rows.tsx'
import { Text } from '../components/text.tsx'
import { Time } from '../components/time.tsx'
import { bytes, dateTime, decimal, timeZone } from '../../format.ts'
import { usePage } from '../page-context.ts'
import { REFRESH_MODES } from '../refresh.ts'
import { useAnswer } from '../use-answer.ts'

/** The tab Settings. */
export function SettingsView() {
  const loaded = useAnswer('settings', {})
  const meta = useAnswer('meta', {})
  const { source, live } = usePage()
  return (
    <>
      <Card title="This page">
        <Answer loaded={meta}>
          {({ version, root, reader, startedAt, label }) => (
            <Rows
              caption="This page"
              columns={['Name', 'Value']}
              rows={[
                ['vitest-aios', version],
                ['project', <Text value={root} />],
                ['log is read by', reader === 'duckdb' ? 'DuckDB' : 'the streaming reader'],
                ['server started', <Time value={startedAt} />],
                ['times are in', timeZone(startedAt)],
                ['labels', label ? 'on' : 'off; start with --label'],
              ]}
            />
          )}
        </Answer>
        {!source.isExport && (
          <Choice label="Refresh" choices={REFRESH_MODES} value={live.mode} onChoose={live.setMode} />
        )}
      </Card>
      <Answer loaded={loaded}>
        {({ settings, paths, states, schemas, notes }) => (
          <>
            {notes.map((note) => (
              <p key={note} class="muted">
                <Text value={note} max={500} />
              </p>
            ))}
            <Card title="Files and folders" wide>
              <Rows
                caption="Files and folders"
                columns={['Name', 'State', { number: 'Size' }, 'Changed', 'Path']}
                rows={paths.map(({ name, path, state, bytes: size, changedAt, detail, next }) => [
                  <Text value={name} max={120} />,
                  <Badge value={state} />,
                  bytes(size),
                  <Time value={changedAt} />,
                  <>
                    <Text value={path} max={300} />
                    {detail !== null && (
                      <small class="block">
                        <Text value={detail} max={500} />
                      </small>
                    )}
                    {next !== null && (
                      <small class="block">
                        <Command text={next} />
                      </small>
                    )}
                  </>,
                ])}
              />
            </Card>
            <Card title="Effective configuration" wide>
              <Rows
                caption="Effective configuration"
                stacks
                columns={['Setting', 'Value', 'Origin']}
                rows={settings.map(({ name, value, origin }) => [
                  <Text value={name} max={120} />,
                  <code>
                    <Text value={JSON.stringify(value) ?? 'null'} max={400} />
                  </code>,
                  <span class={origin === 'default' ? 'muted' : ''}>
                    <Text value={origin} max={200} />
                  </span>,
                ])}
              />
            </Card>
            <Card title="Router state" wide>
              {states.length === 0 ? (
                <Empty
                  reason="There is no router state: both buckets are at 0.5."
                  next="live runs create it: npx vitest run goldens"
                />
              ) : (
                states.map(({ path, time, content, error }, index) =>
                  error === null ? (
                    <JsonTree key={path} name={`${path} (${dateTime(time)})`} value={content} open={index === 0} />
                  ) : (
                    <p key={path}>
                      <Text value={`${path} (${dateTime(time)}): ${error}`} max={600} />
                    </p>
                  ),
                )
              )}
            </Card>
            <Card title="Schema versions" wide>
              <Rows
                caption="Schema versions"
                columns={['File', 'Version', { number: 'Events' }]}
                rows={schemas.map(({ file, version, events }) => [
                  <Text value={file} max={120} />,
                  <Text value={version} max={80} />,
                  decimal(events),
                ])}
              />
            </Card>
          </>
        )}
      </Answer>
    </>
  )
}
