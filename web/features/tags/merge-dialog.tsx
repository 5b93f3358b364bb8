import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { mergeTag } from '#contract/tags'
import type { TagView } from '#contract/tags'
import { call } from '../../lib/api.ts'
import { errorText } from '../../lib/error-text.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { tagWords } from './labels.ts'
import { useSavedTags } from './tags-data.ts'

type MergeDialogProps = { tag: TagView | null; others: readonly TagView[]; onClose: () => void }

/** Asks which tag a tag becomes. */
export function MergeDialog({ tag, others, onClose }: MergeDialogProps): ReactElement {
  const say = useWords(tagWords)
  return (
    <Modal
      opened={tag !== null}
      onClose={onClose}
      title={tag ? say('tags.p.merge.title', { name: tag.name }) : ''}
    >
      {tag ? <MergeForm tag={tag} others={others} onClose={onClose} /> : null}
    </Modal>
  )
}

function MergeForm({ tag, others, onClose }: MergeDialogProps & { tag: TagView }): ReactElement {
  const say = useWords(tagWords)
  const { save } = useSavedTags()
  const [chosen, setChosen] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const merge = async (): Promise<void> => {
    setSaving(true)
    try {
      await save(call(mergeTag, { tagId: tag.id, intoId: Number(chosen) }))
      onClose()
    } catch (error) {
      setFailure(errorText(error))
      setSaving(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void merge()
      }}
    >
      <Stack gap="md">
        <span>{say('tags.p.merge.d')}</span>
        <Select
          label={say('tags.p.merge.into')}
          data={others
            .filter(({ id }) => id !== tag.id)
            .map(({ id, name }) => ({ value: String(id), label: name }))}
          value={chosen}
          onChange={setChosen}
          searchable
          data-autofocus
        />
        <FormFailure text={failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" color="red" disabled={chosen === null} loading={isSaving}>
            {say('tags.p.merge')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
