import { useState } from 'preact/hooks'
import type { Language } from '#contract/common'
import type { Chat } from './chat-state.ts'
import { formatBytes } from './format.ts'
import { fill, type Words } from './words.ts'

const maxFiles = 10

export type Attachments = {
  files: readonly File[]
  /** Why something was not taken; '' when all is well. */
  problem: string
  add: (files: readonly File[]) => Promise<void>
  remove: (file: File) => void
  clear: () => void
}

type Options = {
  chat: Chat
  files: readonly File[]
  maxFileBytes: number
  words: Words
  language: Language
}

/** Files chosen for the message being written. The chat keeps them: the panel may close while they are looked at. */
export function useAttachments({ chat, files, maxFileBytes, words, language }: Options): Attachments {
  const [problem, setProblem] = useState('')

  async function add(given: readonly File[]): Promise<void> {
    const readable = await Promise.all(given.map(isReadable))
    const problems = given.map((file, index) => {
      if (!readable[index]) return fill(words.fileEmpty, { name: file.name })
      const size = formatBytes(maxFileBytes, language)
      return file.size > maxFileBytes ? fill(words.fileTooLarge, { name: file.name, size }) : ''
    })
    chat.changeFiles((before) => {
      const all = [...before, ...given.filter((_, index) => problems[index] === '')]
      const tooMany = all.length > maxFiles ? fill(words.tooManyFiles, { n: maxFiles }) : ''
      setProblem([...problems, tooMany].filter(Boolean).join('. '))
      return all.slice(0, maxFiles)
    })
  }

  return {
    files,
    problem,
    add,
    remove(file) {
      chat.changeFiles((before) => before.filter((one) => one !== file))
      setProblem('')
    },
    clear() {
      chat.changeFiles(() => [])
      setProblem('')
    },
  }
}

/** Folders and files that vanished look like files until one reads them. */
async function isReadable(file: File): Promise<boolean> {
  if (file.size === 0) return false
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    )
}

export function droppedFiles(data: DataTransfer): File[] {
  return [...data.items].flatMap((item) => {
    const file = item.kind === 'file' && !item.webkitGetAsEntry()?.isDirectory ? item.getAsFile() : null
    return file === null ? [] : [file]
  })
}
