import { useMemo, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import type { TextEntity } from '#contract/messages'
import { splitText } from '../lib/rich-text.ts'
import type { Run } from '../lib/rich-text.ts'
import { useWords } from '../lib/words.ts'
import classes from './rich-text.module.css'

type Props = { text: string; entities?: readonly TextEntity[] }

const none: readonly TextEntity[] = []

/** What a person wrote, as they wrote it: its formatting, safe links, and never markup. */
export function RichText({ text, entities = none }: Props): ReactElement {
  const runs = useMemo(() => splitText(text, entities), [text, entities])
  return (
    <span className={classes.text} dir="auto">
      {runs.map((run, index) => (
        // A run has nothing of its own to be known by; the text is replaced as a whole.
        // oxlint-disable-next-line react/no-array-index-key
        <TextRun key={index} run={run} />
      ))}
    </span>
  )
}

function TextRun({ run }: { run: Run }): ReactNode {
  const styles = run.styles.filter((style) => style !== 'spoiler').map((style) => classes[style])
  const isSpoiler = run.styles.includes('spoiler')
  if (isSpoiler) return <Spoiler run={run} className={styles.join(' ')} />
  if (run.href) {
    return (
      <a
        href={run.href}
        className={styles.join(' ') || undefined}
        target="_blank"
        rel="noopener noreferrer nofollow"
      >
        {run.text}
      </a>
    )
  }
  return styles.length > 0 ? <span className={styles.join(' ')}>{run.text}</span> : run.text
}

function Spoiler({ run, className }: { run: Run; className: string }): ReactElement {
  const say = useWords()
  const [isShown, setShown] = useState(false)
  if (isShown) return <span className={className}>{run.text}</span>
  return (
    <button
      type="button"
      className={classes.spoiler}
      aria-label={say('msg.spoiler')}
      onClick={() => setShown(true)}
    >
      {run.text}
    </button>
  )
}
