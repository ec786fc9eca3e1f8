import { reportedFileJson } from '../../app/json/reportedFileJson.ts';
import type { ReportedFile } from '../../app/json/reportedFileJson.ts';
import { toJson } from '../../domain/json.ts';

/** One JSON document with every file, also those without problems. */
export function formatJson(files: readonly ReportedFile[]): string {
  return `${toJson({ files: files.map(reportedFileJson) }, 2)}\n`;
}
