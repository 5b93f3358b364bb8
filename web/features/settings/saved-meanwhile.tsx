import { Button, Group } from '@mantine/core'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { changedWords } from '../../ui/changed-words.ts'
import { Notice } from '../../ui/notice.tsx'

type Props = { onMine: () => void; onTheirs: () => void; isBusy: boolean }

/** Under a form that a colleague was before with: what one has put in stays there until one chooses. */
export function SavedMeanwhile({ onMine, onTheirs, isBusy }: Props): ReactElement {
  const say = useWords(changedWords)
  return (
    <Notice
      tone="warn"
      isLive
      hint={say('changed.form.d')}
      action={
        <Group gap={8} wrap="nowrap">
          <Button size="xs" variant="light" loading={isBusy} onClick={onMine}>
            {say('changed.keepMine')}
          </Button>
          <Button size="xs" variant="default" disabled={isBusy} onClick={onTheirs}>
            {say('changed.keepTheirs')}
          </Button>
        </Group>
      }
    >
      {say('changed.form')}
    </Notice>
  )
}
