import { ActionIcon, Popover, Tooltip } from '@mantine/core'
import { IconMoodSmile } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../../lib/words.ts'
import { composerWords } from '../labels.ts'

const EmojiPicker = lazy(async () => ({ default: (await import('./emoji-picker.tsx')).EmojiPicker }))

type EmojiButtonProps = {
  onPick: (emoji: string) => void
  /** Gets the focus back to the field. */
  onClose: () => void
}

/** Opens all emoji over the composer; several can be put in one after another. */
export function EmojiButton({ onPick, onClose }: EmojiButtonProps): ReactElement {
  const say = useWords(composerWords)
  const [isOpen, setOpen] = useState(false)
  const close = (): void => {
    setOpen(false)
    onClose()
  }
  return (
    <Popover
      opened={isOpen}
      onChange={(isNow) => (isNow ? setOpen(true) : close())}
      position="top-end"
      withinPortal
      trapFocus
      returnFocus={false}
      shadow="md"
    >
      <Popover.Target>
        <Tooltip label={say('comp.emoji')} disabled={isOpen}>
          <ActionIcon
            size={36}
            aria-label={say('comp.emoji')}
            aria-expanded={isOpen}
            onClick={() => (isOpen ? close() : setOpen(true))}
          >
            <IconMoodSmile size={20} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={say('comp.emoji')}>
        {isOpen && (
          <Suspense fallback={<span role="status">{say('c.loading')}</span>}>
            <EmojiPicker onPick={onPick} />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
