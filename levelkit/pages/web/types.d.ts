// deno-lint-ignore-file no-explicit-any -- rows as the tables have them, and Vega's own objects
/** What stands between Python and the browser, and between the parts of a page. */

export type Value = string | number | boolean;
export type Choices = Record<string, Value>;
export type Row = Record<string, any>;
/** A data set as it is sent: columns of equal length, or rows where it is small. */
export type Columns = Record<string, any[]> | Row[];

/** A choice, as `Claim.form` in Python describes it. */
export interface Choice {
  name: string;
  label: string;
  help: string;
  kind: "select" | "check";
  /** Earlier choices that the options hang on. */
  depends: string[];
  /** The earlier choice that a value must be greater than. */
  after: string | null;
  /** By the values of `depends` as one text: pairs of value and words. */
  options: Record<string, [Value, string][]>;
  default: Record<string, Value>;
  /** Former names of values, which old addresses have. */
  former?: Record<string, Value>;
}

export interface MarkControl {
  name: string;
  label: string;
  help: string;
  kind: "select" | "slider";
}

export interface InputControl {
  name: string;
  label: string;
  help: string;
  kind: "names" | "weights" | "number" | "file";
  /** Ends of a number. */
  low?: number;
  high?: number;
}

export interface DetailControl {
  name: string;
  label: string;
  help: string;
  /** The key that is shown where none is asked for. */
  usual: string;
  /** Pairs of key and words. */
  options: [string, string][];
}

export interface Missed {
  label: string;
  asked: Value;
  words: string;
}

/** A file of a chart, or a table: which rows and columns of a data set. */
export interface TableFile {
  dataset: string;
  columns: TableColumn[];
  where?: Record<string, { in?: string[]; from?: string; to?: string }>;
  sort?: string;
  about?: [string, string][];
  filename: string;
}

export interface TableColumn {
  field: string;
  label: string;
  fields?: string[];
  digits?: number | "p" | "rank";
  /** The signal that holds the year whose value is shown. */
  at?: string;
  wrap?: boolean;
  link?: string;
}

export interface TableDefinition extends TableFile {
  caption: string;
  unit?: string;
  long?: boolean;
  wide?: boolean;
}

/** A model of the widget protocol: of a kernel, or of a page of plain files. */
export interface Model {
  get(name: string): any;
  set(name: string, value: any): void;
  save_changes(): void;
  send(message: any): void;
  /** Whether files that a visitor gave stay with the model, whose inputs go nowhere by themselves. */
  keepsFiles?: boolean;
  on(events: string, act: (...given: any[]) => void): void;
  widget_manager: { get_model(id: string): Promise<Model> };
}

/** What a part is drawn with. */
export interface Place {
  model: Model;
  el: HTMLElement;
  page: import("./store.js").Store;
}

/** A chart that is painted. */
export interface Chart {
  name: string;
  view: any;
  figure: HTMLElement;
  canvas: HTMLElement;
  files?: TableFile;
  set(signal: string, value: any): void;
  setAll(): void;
  repaint(change: () => void): Promise<void>;
  follow(): void;
  toSvg(): Promise<string>;
  specWithData(): any;
  end(): void;
}

/** What makes files and QR codes: `tools.js`. */
export interface Tools {
  fflate: typeof import("fflate");
  writeXlsxFile: any;
  qrcode: any;
}

declare global {
  /** Set by a page that owns its address: where its libraries are. */
  var levelkitPage:
    | { folder: string; versions?: Record<string, string>; pages?: string[] }
    | undefined;
  /** Of a page of plain files: where its host starts kernels, if it does. */
  var levelkitHost: { kernels?: string } | undefined;
  /** What is being done, for whoever waits until a page is still. */
  var levelkitWork: { rest: Promise<unknown>; turn: Promise<unknown>; painted: number } | undefined;
  var levelkitLibraries: Record<string, Promise<any>> | undefined;
  var levelkitVega: any;
  var levelkitTools: Tools | undefined;
  var levelkitMaps: any;
  var levelkitChunk: (name: string, packed: string) => void;
}
