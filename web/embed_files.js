// Files may come as scripts here (files.js).
self.latentwalkFiles ??= {};
