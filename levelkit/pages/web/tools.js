// The library of those who take something away: zip files, workbooks, QR codes.

import * as fflate from "fflate";
import qrcode from "qrcode-generator";
import writeXlsxFile from "write-excel-file/browser";

globalThis.levelkitTools = { fflate, writeXlsxFile, qrcode };
