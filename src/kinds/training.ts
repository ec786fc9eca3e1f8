import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../domain/experiment.ts';
import type { FigureDefinition } from './figureDefinition.ts';
import type { Description, Kind, KindSummary } from './kind.ts';
