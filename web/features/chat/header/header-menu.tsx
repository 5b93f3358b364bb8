import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Fragment, useState } from 'react'
import type { ReactElement } from 'react'
import { useHotkeys } from '../../../lib/keyboard.ts'
import { useWords } from '../../../lib/words.ts'
import { KeyHint } from '../../../ui/key-hint.tsx'
import { chatWords } from '../labels.ts'
import type { HeaderContext } from './header-entry.ts'
import { useHeaderEntries } from './use-header-entries.ts'

/** What else can be done with the conversation, each with its key. */
export function HeaderMenu(context: HeaderContext): ReactElement | null {
  const say = useWords(chatWords)
  const [isOpen, setOpen] = useState(false)
  const entries = useHeaderEntries(context)
  useHotkeys(say('talk.hotkeys'), [
    { keys: '.', label: say('talk.more'), run: () => setOpen(true) },
    ...entries.flatMap(({ keys, label, run }) => (keys === undefined ? [] : [{ keys, label, run }])),
  ])
  if (entries.length === 0) return null
  const firstDangerous = entries.find((entry) => entry.isDangerous)
  return (
    <>
      <Menu position="bottom-end" opened={isOpen} onChange={setOpen}>
        <Menu.Target>
          <ActionIcon aria-label={say('talk.more')} size={36}>
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown mah="70dvh" style={{ overflowY: 'auto' }}>
          {entries.map((entry) => (
            <Fragment key={entry.id}>
              {entry === firstDangerous && entry !== entries[0] && <Menu.Divider />}
              <Menu.Item
                leftSection={entry.icon}
                rightSection={entry.keys === undefined ? null : <KeyHint keys={entry.keys} />}
                onClick={entry.run}
                {...(entry.isDangerous ? { color: 'red' } : {})}
              >
                {entry.label}
              </Menu.Item>
            </Fragment>
          ))}
        </Menu.Dropdown>
      </Menu>
      {entries.map(({ id, dialog }) => dialog && <Fragment key={id}>{dialog}</Fragment>)}
    </>
  )
}
