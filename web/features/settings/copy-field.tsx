import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import styles from './page.module.css'

/** Something to take away: shown as it is, copied with one press. */
export function CopyField({
  text,
  label,
  action,
}: {
  text: string
  label: string
  action: string
}): ReactElement {
  const say = useWords()
  const clipboard = useClipboard({ timeout: 2000 })
  const Sign = clipboard.copied ? IconCheck : IconCopy
  return (
    <div className={styles.form}>
      <pre className={styles.code} aria-label={label} tabIndex={0}>
        {text}
      </pre>
      <div>
        <Button
          variant="default"
          leftSection={<Sign size={16} stroke={1.75} aria-hidden />}
          onClick={() => clipboard.copy(text)}
        >
          <span aria-live="polite">{clipboard.copied ? say('c.copied') : action}</span>
        </Button>
      </div>
    </div>
  )
}
