import { Answer } from '../components/answer.tsx'
import { Card } from '../components/card.tsx'
import { Text } from '../components/text.tsx'
import { useAnswer } from '../use-answer.ts'

/** The tab Settings. */
export function SettingsView() {
  const loaded = useAnswer('settings', {})
  return (
    <Answer loaded={loaded}>
      {({ settings }) => (
        <Card title="Effective configuration" wide>
          <table>
            <thead>
              <tr>
                <th scope="col">Setting</th>
                <th scope="col">Value</th>
                <th scope="col">Origin</th>
              </tr>
            </thead>
            <tbody>
              {settings.map(({ name, value, origin }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>
                    <code>
                      <Text value={JSON.stringify(value)} max={400} />
                    </code>
                  </td>
                  <td>
                    <Text value={origin} max={200} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      )}
    </Answer>
  )
}
