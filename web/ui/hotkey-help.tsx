import { Modal } from '@mantine/core'
import type { ReactElement } from 'react'
import type { HotkeyGroup } from '../lib/keyboard.ts'
import { useWords } from '../lib/words.ts'
import classes from './hotkey-help.module.css'
import { KeyHint } from './key-hint.tsx'

type Props = { groups: readonly HotkeyGroup[]; isOpen: boolean; onClose: () => void }

/** All keys that work where one is. */
export function HotkeyHelp({ groups, isOpen, onClose }: Props): ReactElement {
  const say = useWords()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={say('kb.title')}
      closeButtonProps={{ 'aria-label': say('c.close') }}
    >
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group.title} className={classes.group}>
            <h3 className={classes.title}>{group.title}</h3>
            {group.hotkeys.map((hotkey) => (
              <div key={hotkey.keys} className={classes.row}>
                <span>{hotkey.label}</span>
                <KeyHint keys={hotkey.keys} />
              </div>
            ))}
          </section>
        ))}
      </div>
    </Modal>
  )
}
