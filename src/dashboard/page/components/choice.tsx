import { printable } from '../../../text/printable.ts'

/** A labelled select. */
export function Choice<T extends string>({
  label,
  choices,
  value,
  onChoose,
}: {
  label: string
  choices: readonly T[]
  value: T
  onChoose: (choice: T) => void
}) {
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = choices.find((choice) => choice === currentTarget.value)
          if (chosen !== undefined) onChoose(chosen)
        }}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice} selected={choice === value}>
            {printable(choice)}
          </option>
        ))}
      </select>
    </label>
  )
}
