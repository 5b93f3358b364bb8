import { Button, Textarea } from '@mantine/core'
import { useId, useRef } from 'react'
import type { ReactElement, ReactNode } from 'react'
import type { Capabilities } from '#contract/channels'
import { autoTextPlaceholders } from '#contract/channels'
import { fillPlaceholders, firstNameOf } from '#contract/placeholders'
import type { Placeholder } from '#contract/placeholders'
import { splitMessage } from '#contract/split'
import { putText } from '../../lib/put-text.ts'
import { useWords } from '../../lib/words.ts'
import { quickAnswerWords } from '../quick-answers/labels.ts'
import styles from './auto-text-field.module.css'
import { settingsWords } from './labels.ts'

type AutoTextFieldProps = {
  label: string
  description: ReactNode
  value: string
  error: string | undefined
  capabilities: Capabilities
  onChange: (text: string) => void
}

/** A text that a channel sends by itself, with the names it may use and how a client will see it. */
export function AutoTextField({ capabilities, value, onChange, ...field }: AutoTextFieldProps): ReactElement {
  const say = useWords(settingsWords)
  const sayName = useWords(quickAnswerWords)
  const input = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const shown = useExample(value)
  const { parts } = splitMessage(capabilities, { text: shown, files: [] })
  const put = (name: Placeholder): void => {
    const from = input.current?.selectionStart ?? value.length
    const to = input.current?.selectionEnd ?? from
    const written = `{{${name}}}`
    const next = value.slice(0, from) + written + value.slice(to)
    putText(input, () => onChange(next), from + written.length)
  }
  return (
    <div className={styles.field}>
      <Textarea
        {...field}
        ref={input}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4000}
        dir="auto"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className={styles.puts} role="group" aria-label={`${sayName('qa.put')}: ${field.label}`}>
        {autoTextPlaceholders.map((name) => (
          <Button key={name} size="compact-xs" variant="default" onClick={() => put(name)}>
            {sayName(`qa.p.${name}`)}
          </Button>
        ))}
      </div>
      {shown !== '' && (
        <figure className={styles.preview} aria-labelledby={id}>
          <figcaption id={id} className={styles.caption}>
            {say('ch.auto.preview')}
            {parts.length > 1 && `. ${say('ch.auto.parts', { count: parts.length })}`}
          </figcaption>
          {parts.map(({ text }) => (
            <p key={text} className={styles.bubble} dir="auto">
              {text}
            </p>
          ))}
        </figure>
      )}
    </div>
  )
}

/** The text with the names of a client that there might be. */
function useExample(text: string): string {
  const say = useWords(settingsWords)
  const name = say('ch.auto.example.name')
  return fillPlaceholders(text, {
    'contact.name': name,
    'contact.firstName': firstNameOf(name),
    'deal.name': say('ch.auto.example.deal'),
    'conversation.number': '1284',
  }).trim()
}
