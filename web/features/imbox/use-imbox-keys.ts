import { presets } from '#contract/conversation-filter'
import type { Preset } from '#contract/conversation-filter'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useWords } from '../../lib/words.ts'
import { imboxWords } from './labels.ts'

type ImboxKeys = {
  onPreset: (preset: Preset) => void
  onMove: (step: 1 | -1) => void
  onSearch: () => void
  onFilter: () => void
  onList: () => void
  onPane: () => void
}

/** The keys of the conversation list. */
export function useImboxKeys(does: ImboxKeys): void {
  const say = useWords(imboxWords)
  useHotkeys(say('imbox.list'), [
    { keys: 'j', label: say('imbox.key.next'), run: () => does.onMove(1) },
    { keys: 'k', label: say('imbox.key.previous'), run: () => does.onMove(-1) },
    ...presets.map((preset, index) => ({
      keys: String(index + 1),
      label: say(`imbox.preset.${preset}`),
      run: () => does.onPreset(preset),
    })),
    { keys: 'f', label: say('imbox.key.search'), run: does.onSearch },
    { keys: 'shift+f', label: say('imbox.key.filter'), run: does.onFilter },
    { keys: '[', label: say('imbox.key.list'), run: does.onList },
    { keys: ']', label: say('imbox.key.pane'), run: does.onPane },
  ])
}
