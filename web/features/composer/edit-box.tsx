import { ActionIcon, Button } from '@mantine/core'
import { IconPencil, IconX } from '@tabler/icons-react'
import { useEffect } from 'react'
import type { ReactElement, RefObject } from 'react'
import { useWords } from '../../lib/words.ts'
import { Notice } from '../../ui/notice.tsx'
import { ComposerField } from './composer-field.tsx'
import { composerWords } from './labels.ts'
import type { Editing } from './use-editing.ts'
import classes from './composer.module.css'

/** A message that is being changed; of which kind it is is nothing to the field. */
export type EditBoxView = Omit<Editing, 'message'> & { message: { text: string } }

type EditBoxProps = {
  field: RefObject<HTMLTextAreaElement | null>
  editing: EditBoxView
  onLeave: () => void
}

/** The field while a message that has left is being changed. */
export function EditBox({ field, editing, onLeave }: EditBoxProps): ReactElement {
  const say = useWords(composerWords)
  const { message, text, longest } = editing
  useEffect(() => {
    const element = field.current
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [field])
  return (
    <>
      <div className={classes.quote}>
        <IconPencil className={classes.editSign} size={16} stroke={1.75} aria-hidden="true" />
        <div className={classes.quoteText}>
          <div className={classes.quoteName}>{say('comp.edit')}</div>
          <bdi className={classes.quoteWords}>{message.text}</bdi>
        </div>
        <ActionIcon size={24} aria-label={say('comp.edit.leave')} onClick={onLeave}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <ComposerField
        ref={field}
        label={say('comp.edit.label')}
        value={text}
        onChange={editing.setText}
        onFocus={() => undefined}
        onFiles={() => undefined}
        onSend={editing.save}
        onSendClose={editing.save}
        onLeave={onLeave}
      />
      <div className={classes.under}>
        {longest !== null && (
          <div className={classes.note}>
            <Notice tone="danger" isLive>
              {say('comp.edit.long', { count: longest })}
            </Notice>
          </div>
        )}
        <div className={classes.actions}>
          <Button variant="subtle" color="gray" onClick={onLeave}>
            {say('c.cancel')}
          </Button>
          <Button onClick={editing.save} loading={editing.isSaving} disabled={!editing.canSave}>
            {say('c.save')}
          </Button>
        </div>
      </div>
    </>
  )
}
