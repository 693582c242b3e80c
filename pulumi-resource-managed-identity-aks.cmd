@node "%~dp0\bin\plugin\main.js" %*
