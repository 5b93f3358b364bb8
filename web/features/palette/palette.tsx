import { Modal, VisuallyHidden } from '@mantine/core'
import { IconMessageSearch, IconSearch } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent as ReactKeyboardEvent, ReactElement } from 'react'
import { useRegisteredHotkeys } from '../../lib/keyboard.ts'
import { useReturnFocus } from '../../lib/use-return-focus.ts'
import { useWords } from '../../lib/words.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { hrefOf } from './find-things.ts'
import type { Thing } from './find-things.ts'
import { paletteWords } from './labels.ts'
import { matchCommands } from './match-commands.ts'
import type { Command } from './match-commands.ts'
import { ThingLine } from './thing-line.tsx'
import { useFoundThings } from './use-found-things.ts'
import classes from './palette.module.css'

type Choice = { key: string; group: string } & ({ thing: Thing } | { command: Command } | { search: string })

type PaletteProps = {
  /** What was typed while it was still on its way. */
  typed: string
  onClose: () => void
}

/** One field for finding anything and doing anything: what is found by the words, and the commands that work where one is. */
export function Palette({ isOpen, ...given }: PaletteProps & { isOpen: boolean }): ReactElement | null {
  return isOpen ? <OpenPalette {...given} /> : null
}

/** Stands from its first render on, so that its field has the focus before the next key comes and nothing typed is lost. */
function OpenPalette({ typed, onClose }: PaletteProps): ReactElement {
  const say = useWords(paletteWords)
  useReturnFocus()
  return (
    <Modal.Root opened onClose={onClose} size={640} yOffset="12vh">
      <Modal.Overlay className={classes.layer} />
      <Modal.Content aria-label={say('palette.title')} className={classes.layer}>
        <Modal.Body p={0}>
          <Search typed={typed} onClose={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function Search({ typed, onClose }: PaletteProps): ReactElement {
  const say = useWords(paletteWords)
  const router = useRouter()
  const listId = useId()
  const [text, setText] = useState(typed)
  const [active, setActive] = useState(0)
  const found = useFoundThings(text)
  // The keys of the page that the palette was opened on.
  const groups = useRegisteredHotkeys()
  const choices: Choice[] = [
    ...found.things.map((thing) => ({ key: hrefOf(thing), group: say('palette.found'), thing })),
    ...matchCommands(groups, text).map((command) => ({
      key: `${command.group} ${command.hotkey.keys}`,
      group: command.group,
      command,
    })),
    ...(text.trim() === '' ? [] : [{ key: 'messages', group: say('palette.messages'), search: text.trim() }]),
  ]
  const chosen = Math.min(active, choices.length - 1)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`#${CSS.escape(`${listId}-${chosen}`)}`)?.scrollIntoView({ block: 'nearest' })
  }, [listId, chosen])
  const run = (choice: Choice): void => {
    onClose()
    if ('thing' in choice) router.history.push(hrefOf(choice.thing))
    else if ('search' in choice) router.history.push(`/search?q=${encodeURIComponent(choice.search)}`)
    else {
      const { hotkey } = choice.command
      // The page has its focus and its keys back when the dialog has closed.
      setTimeout(() => hotkey.run(new KeyboardEvent('keydown')))
    }
  }
  const press = (event: ReactKeyboardEvent): void => {
    const choice = choices[chosen]
    if (event.key === 'Enter' && choice && !event.nativeEvent.isComposing) run(choice)
    else if (event.key === 'ArrowDown') setActive((chosen + 1) % Math.max(1, choices.length))
    else if (event.key === 'ArrowUp') setActive((chosen + choices.length - 1) % Math.max(1, choices.length))
    else return
    event.preventDefault()
  }
  const idOf = (index: number): string => `${listId}-${index}`
  return (
    <>
      <label className={classes.field}>
        <IconSearch size={20} stroke={1.75} aria-hidden="true" />
        <input
          className={classes.input}
          autoFocus
          data-autofocus
          role="combobox"
          aria-label={say('palette.title')}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={choices.length > 0 ? idOf(chosen) : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          placeholder={say('palette.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={press}
        />
        <KeyHint keys="escape" />
      </label>
      <div ref={list} id={listId} role="listbox" aria-label={say('palette.title')} className={classes.list}>
        {choices.map((choice, index) => (
          <div key={choice.key} role="presentation">
            {choice.group !== choices[index - 1]?.group && (
              <div className={classes.group} role="presentation">
                {choice.group}
              </div>
            )}
            <div
              id={idOf(index)}
              role="option"
              aria-selected={index === chosen}
              className={classes.choice}
              onClick={() => run(choice)}
              onPointerMove={() => setActive(index)}
            >
              {'thing' in choice ? (
                <ThingLine thing={choice.thing} />
              ) : 'search' in choice ? (
                <SearchLine text={choice.search} />
              ) : (
                <CommandLine {...choice.command} />
              )}
            </div>
          </div>
        ))}
        {choices.every((choice) => 'search' in choice) && !found.isLoading && (
          <div className={classes.nothing}>
            <strong>{say('palette.nothing')}</strong>
            {say('palette.nothing.d')}
          </div>
        )}
      </div>
      <footer className={classes.foot}>
        {found.hasFailed ? (
          <span role="alert">{say('palette.failed')}</span>
        ) : found.isLoading ? (
          <span>{say('palette.searching')}</span>
        ) : (
          <span className={classes.byKeys}>
            <KeyHint keys="arrowup" /> <KeyHint keys="arrowdown" /> {say('palette.choose')}{' '}
            <KeyHint keys="enter" /> {say('palette.open')}
          </span>
        )}
      </footer>
      <VisuallyHidden role="status">{say('palette.count', { count: choices.length })}</VisuallyHidden>
    </>
  )
}

/** The words are looked for in messages, on a page of their own. */
function SearchLine({ text }: { text: string }): ReactElement {
  const say = useWords(paletteWords)
  return (
    <>
      <span className={classes.icon} aria-hidden="true">
        <IconMessageSearch size={18} stroke={1.75} />
      </span>
      <bdi className={classes.label}>{say('palette.inMessages', { text })}</bdi>
    </>
  )
}

function CommandLine({ hotkey }: Command): ReactElement {
  return (
    <>
      <span className={classes.label}>{hotkey.label}</span>
      <KeyHint keys={hotkey.keys} />
    </>
  )
}
