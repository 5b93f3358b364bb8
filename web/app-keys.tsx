import { useRouter } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import type { ReactElement } from 'react'
import { useHotkeys, useRegisteredHotkeys } from './lib/keyboard.ts'
import { useSession } from './lib/session.ts'
import { useWords } from './lib/words.ts'
import { internalWords } from './features/internal/labels.ts'
import { lazyLater } from './lib/lazy-later.ts'

const HotkeyHelp = lazyLater(async () => (await import('./ui/hotkey-help.tsx')).HotkeyHelp)
const Palette = lazyLater(async () => (await import('./features/palette/palette.tsx')).Palette)

type Props = { isPaletteOpen: boolean; onPalette: (isOpen: boolean) => void }

/** The keys that work anywhere, the list of all keys, and one field for finding and doing anything. */
export function AppKeys({ isPaletteOpen, onPalette }: Props): ReactElement {
  const say = useWords()
  const sayInternal = useWords(internalWords)
  const router = useRouter()
  const { rights } = useSession()
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const groups = useRegisteredHotkeys()
  const go = (href: string) => () => router.history.push(href)
  useHotkeys(say('kb.g.anywhere'), [
    { keys: 'mod+k', label: say('kb.palette'), run: () => onPalette(true), inFields: true },
    { keys: '/', label: say('kb.search'), run: go('/search') },
    { keys: '?', label: say('kb.show'), run: () => setOpen(true) },
    { keys: 'g i', label: say('nav.imbox'), run: go('/imbox') },
    { keys: 'g d', label: say('nav.deals'), run: go('/deals') },
    { keys: 'g u', label: say('nav.customers'), run: go('/customers') },
    { keys: 'g t', label: say('nav.tasks'), run: go('/tasks') },
    { keys: 'g k', label: sayInternal('col.title'), run: go('/colleagues') },
    { keys: 'g c', label: say('nav.contacts'), run: go('/contacts') },
    ...(rights.analytics ? [{ keys: 'g a', label: say('nav.analytics'), run: go('/analytics') }] : []),
    { keys: 'g s', label: say('nav.settings'), run: go('/settings') },
    { keys: 'f6', label: say('kb.region'), run: focusNextRegion, inFields: true },
  ])
  const closePalette = (): void => {
    onPalette(false)
    setTyped('')
  }
  return (
    <Suspense
      fallback={isPaletteOpen && <WaitingField typed={typed} onType={setTyped} onClose={closePalette} />}
    >
      <HotkeyHelp groups={groups} isOpen={isOpen} onClose={() => setOpen(false)} />
      <Palette isOpen={isPaletteOpen} typed={typed} onClose={closePalette} />
    </Suspense>
  )
}

type WaitingFieldProps = { typed: string; onType: (typed: string) => void; onClose: () => void }

/** Takes what is typed while the palette is still on its way: none of it is lost, and none does what its key does on the page. */
function WaitingField({ typed, onType, onClose }: WaitingFieldProps): ReactElement {
  const say = useWords()
  return (
    <input
      className="beseda-hidden"
      autoFocus
      aria-label={say('kb.palette')}
      value={typed}
      onChange={(event) => onType(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    />
  )
}

/** Moves the focus round the rail, the list, the chat and the pane. */
function focusNextRegion(event: KeyboardEvent): void {
  const regions = [...document.querySelectorAll<HTMLElement>('nav, section[aria-label], aside[aria-label]')]
  const shown = regions.filter((region) => region.offsetParent !== null)
  const here = shown.findLastIndex((region) => region.contains(document.activeElement))
  const next = shown[(here + (event.shiftKey ? shown.length - 1 : 1)) % shown.length]
  if (!next) return
  if (!next.hasAttribute('tabindex')) next.tabIndex = -1
  next.focus()
}
