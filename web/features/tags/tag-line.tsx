import { Button, Menu } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { stageColors } from '#contract/pipelines'
import { changeTag, deleteTag } from '#contract/tags'
import type { TagMark, TagView } from '#contract/tags'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { EditableField } from '../../ui/editable-field.tsx'
import { ConfirmIcon } from '../pipelines/confirm-icon.tsx'
import page from '../settings/page.module.css'
import { tagWords } from './labels.ts'
import { useSavedTags } from './tags-data.ts'
import classes from './tags.module.css'

type TagLineProps = { tag: TagView; onMerge: (() => void) | null }

/** A tag in the settings. */
export function TagLine({ tag, onMerge }: TagLineProps): ReactElement {
  const say = useWords(tagWords)
  const { save, tell } = useSavedTags()
  const { id: tagId, name } = tag
  return (
    <li className={page.row}>
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" className={classes.swatch} aria-label={say('tags.p.color.of', { name })}>
            <Dot color={tag.color} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {[...stageColors, null].map((color) => (
            <Menu.Item
              key={color}
              leftSection={<Dot color={color} />}
              rightSection={color === tag.color ? <IconCheck size={14} aria-hidden="true" /> : null}
              aria-current={color === tag.color}
              onClick={() => tell(call(changeTag, { tagId, color }))}
            >
              {color === null ? say('tags.p.color.none') : say(`color.${color}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <div className={page.grow}>
        <EditableField
          label={say('tags.p.name.of', { name })}
          value={name}
          onSave={(typed, saw) => save(call(changeTag, { tagId, name: typed, seenName: saw }))}
        />
      </div>
      <div className={page.actions}>
        {onMerge ? (
          <Button size="xs" variant="default" aria-label={say('tags.p.merge.of', { name })} onClick={onMerge}>
            {say('tags.p.merge')}
          </Button>
        ) : null}
        <ConfirmIcon
          label={say('tags.p.delete.of', { name })}
          question={say('tags.p.delete.d')}
          onConfirm={() => tell(call(deleteTag, { tagId }))}
        />
      </div>
    </li>
  )
}

function Dot({ color }: { color: TagMark['color'] }): ReactElement {
  return (
    <span
      className={classes.bigDot}
      data-none={color === null || undefined}
      style={color === null ? {} : { background: `var(--stage-${color})` }}
      aria-hidden="true"
    />
  )
}
