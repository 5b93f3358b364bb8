export { instantOfWall, wallOfDay, wallTime } from '../../contract/wall-time.ts'
