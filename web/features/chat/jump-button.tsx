import { Button, Tooltip } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { chatWords } from './labels.ts'
import classes from './chat.module.css'

/** Back to the newest message, and how many came meanwhile. */
export function JumpButton({ count, onClick }: { count: number; onClick: () => void }): ReactElement {
  const say = useWords(chatWords)
  const label = count > 0 ? say('talk.toend.count', { count }) : say('talk.toend')
  return (
    <Tooltip label={`${say('talk.toend')} · End`}>
      <Button
        className={classes.jump}
        variant="default"
        radius="xl"
        leftSection={<IconArrowDown size={16} />}
        onClick={onClick}
      >
        {label}
      </Button>
    </Tooltip>
  )
}
