import type { Readable } from 'node:stream'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { SheetError } from './sheet.ts'

export type XmlVisitor = {
  open?(tag: SaxesTagPlain): void
  text?(text: string): void
  close?(tag: SaxesTagPlain): void
}

/**
 * Walks an XML part as it comes; after each piece of it `take` tells what the visitor has gathered. Names come without their
 * prefix. Throws `SheetError` for what is no XML.
 */
export async function* walkXml<T>(bytes: Readable, visitor: XmlVisitor, take: () => T[]): AsyncGenerator<T> {
  const parser = new SaxesParser()
  const plain = (tag: SaxesTagPlain): SaxesTagPlain => ({ ...tag, name: localName(tag.name) })
  parser.on('error', () => {
    throw new SheetError('broken')
  })
  parser.on('opentag', (tag) => visitor.open?.(plain(tag)))
  parser.on('text', (text) => visitor.text?.(text))
  parser.on('cdata', (text) => visitor.text?.(text))
  parser.on('closetag', (tag) => visitor.close?.(plain(tag)))
  const decoder = new TextDecoder()
  try {
    for await (const chunk of bytes) {
      parser.write(decoder.decode(Buffer.from(chunk), { stream: true }))
      yield* take()
    }
    parser.close()
    yield* take()
  } catch (error) {
    // What the reader of zips has to say is that the part is not what its zip promised.
    throw error instanceof SheetError ? error : new SheetError('broken')
  } finally {
    bytes.destroy()
  }
}

/** A small part, read to its end. */
export async function readXml(bytes: Readable, visitor: XmlVisitor): Promise<void> {
  const pieces = walkXml(bytes, visitor, () => [])
  for (let { done } = await pieces.next(); !done;) ({ done } = await pieces.next())
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
