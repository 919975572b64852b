/// `tollgate-browser.js`, as it is in the program; `Scripts/make-browser-script.py` makes its text.
enum BrowserScript {}
