import { expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { isStorageFull, refuseWithoutRoom, reservedBytes } from './storage-full.ts'

const coded = (code: string): Error => Object.assign(new Error(code), { code })

test('a full disk, a used-up share of it and a full bucket are known, however deep the reason lies', () => {
  const full = [
    coded('ENOSPC'),
    coded('EDQUOT'),
    new Error('Cannot move the file', { cause: coded('ENOSPC') }),
    Object.assign(new Error('The store is full'), { name: 'XMinioStorageFull' }),
  ]
  expect(full.map(isStorageFull)).toEqual([true, true, true, true])
  const other = [coded('EACCES'), new Error('no space'), new AppError('file.empty'), null, 'ENOSPC']
  expect(other.map(isStorageFull)).toEqual([false, false, false, false, false])
})

test('what would reach into the last of the disk is refused, what just fits is not', async () => {
  const storage = { countFreeBytes: async () => reservedBytes + 100 }
  await expect(refuseWithoutRoom(storage, 100)).resolves.toBeUndefined()
  await expect(refuseWithoutRoom(storage, 101)).rejects.toMatchObject({ code: 'file.storage_full' })
})
